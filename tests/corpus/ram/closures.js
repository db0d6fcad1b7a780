function make(i) { return function () { return i; }; }
var a = [];
for (var i = 0; i < 100; i++) a.push(make(i));
