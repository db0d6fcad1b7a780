// Modules: imports and exports of types vanish, those of values stay.
import Def, { value, type Only, over, Level, Space, type Face as F, again, Abs } from "./lib.mts";
import type { Third } from "./lib.mts";
import type Default, { } from "./lib.mts"
import type * as Everything from "./lib.mts";
import * as all from "./lib.mts";
import { type, as as as3, as2, type2, } from "./lib.mts";
class Real extends Def<number> { m(): void { } }
console.log(value, again, over("o"), JSON.stringify(Level), Space.inside, new Real(3).t, new Abs().x, type, as3, as2, type2);
console.log(Object.keys(all).sort().join());
const later = await import("./lib.mts") as typeof import("./lib.mts");
console.log(later.Level.Top, (later.value satisfies number));
export type { F };
export { };
