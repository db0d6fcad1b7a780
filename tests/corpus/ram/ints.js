var a = [];
for (var i = 0; i < 1000; i++) a.push(i);
