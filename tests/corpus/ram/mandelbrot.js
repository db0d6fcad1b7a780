/* The Mandelbrot set, in text: a program of about 1.3 KB, as a peer's benchmark has it. It uses functions, loops, doubles,
 * strings and arrays, and prints one line per row. */
var width = 40, height = 20, limit = 50;
var shades = [' ', '.', ':', '-', '=', '+', '*', '#', '%', '@'];

function iterate(cx, cy) {
    var x = 0, y = 0, i;
    for (i = 0; i < limit; i++) {
        var xx = x * x, yy = y * y;
        if (xx + yy > 4)
            break;
        y = 2 * x * y + cy;
        x = xx - yy + cx;
    }
    return i;
}

function shade(n) {
    if (n === limit)
        return ' ';
    return shades[n % shades.length];
}

function row(py) {
    var line = '';
    var cy = (py / height) * 2.4 - 1.2;
    for (var px = 0; px < width; px++) {
        var cx = (px / width) * 3.2 - 2.3;
        line += shade(iterate(cx, cy));
    }
    return line;
}

function count(text) {
    var n = 0;
    for (var i = 0; i < text.length; i++) {
        if (text.charAt(i) !== ' ')
            n++;
    }
    return n;
}

var total = 0;
for (var py = 0; py < height; py++) {
    var text = row(py);
    total += count(text);
    console.log(text);
}
console.log('shaded: ' + total);
