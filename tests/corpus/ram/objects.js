var a = [];
for (var i = 0; i < 1000; i++) a.push({ x: i, y: i * 2, name: 'p' + i });
