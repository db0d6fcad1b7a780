// Enums: values, reverse mapping, what members may say of each other, merging.
enum Color { Red, Green, Blue = 10, Violet }
console.log(JSON.stringify(Color), Color[10], Color.Violet);
enum Name { A = "a", B = "b", "with space" = "c" }
console.log(JSON.stringify(Name), Name["with space"]);
enum Mixed { One = 1, Two = One << 1, Both = One | Two, Text = "t", Len = "abc".length, More = Len + 1, Neg = -5, After, Half = 1 / 2, Next }
console.log(JSON.stringify(Mixed));
const enum Const { X = 1 << 4, Y = X | 1, Z = ~Y, Q = `tpl`.length }
console.log(Const.X, Const.Y, Const.Z, Const.Q);
enum Merged { A = 1, B }
enum Merged { C = B + 10, D = A }
console.log(JSON.stringify(Merged));
function local(n: number) {
  enum Inner { Base = n, Twice = Base * 2 }
  return Inner;
}
console.log(JSON.stringify(local(4)), JSON.stringify(local(5)));
enum Self { Self = 3, Other = Self + 1 }
console.log(JSON.stringify(Self));
const offset = 7;
enum Outer { A = offset, B = Math.max(A, 3), C = (() => A + 1)(), D = ((A: number) => A)(99) }
console.log(JSON.stringify(Outer));
for (let i = 0; i < 2; i++) {
  enum Loop { V = i * 2 }
  console.log(Loop.V, Loop[i * 2]);
}
enum Empty {}
console.log(JSON.stringify(Empty), typeof Empty, Object.keys(Color).join());
enum Big { A = 0x7fffffff, B, C = 1e21, D = 1.5, E }
console.log(JSON.stringify(Big));
let key: keyof typeof Color = "Green";
console.log(Color[key], ((c: Color): c is Color.Red => c === Color.Red)(0));
