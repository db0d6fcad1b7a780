// The Mandelbrot set in characters.
const shades = " .:-=+*#";
for (let row = 0; row < 21; row++) {
  let line = "";
  for (let column = 0; column < 64; column++) {
    const cx = column / 64 * 3.2 - 2.3, cy = row / 20 * 2.4 - 1.2;
    let x = 0, y = 0, i = 0;
    while (x * x + y * y < 4 && i < 40) {
      const t = x * x - y * y + cx;
      y = 2 * x * y + cy;
      x = t;
      i++;
    }
    line += i === 40 ? "@" : shades[i % 8];
  }
  console.log(line.trimEnd());
}
