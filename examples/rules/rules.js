// The rules of a shop, in order. `order` is the host's table, seen as an array of { article, group, count, price }; prices are whole cents, and
// so is what a rule gives. The value of this file is the list of them.
"use strict";

const cost = lines => lines.reduce((sum, { count, price }) => sum + count * price, 0);
const percent = (cents, rate) => Math.round(cents * rate / 100);      // half a cent is rounded up

[
  { name: "goods", apply: cost },
  { name: "10% off 3 alike", apply: order => -percent(cost(order.filter(line => line.count >= 3)), 10) },
  { name: "shipping", apply: order => order.some(line => line.group === "book") ? 0 : 490 },
  { name: "dearest book free?", apply: order => order.find(line => line.group === "book" && line.price > 5000) ? -5000 : 0 },
  { name: "gift in December", apply(order) {
      const articles = [];
      for (const { article, group } of order) if (group === "toy") articles.push(article);
      console.log(`  wrapped: ${articles.join()}; ${JSON.stringify(order[0])}; ${order.length} lines, ${Array.isArray(order)}`);
      return 150 * articles.length;
    } },
  { name: "changes the order", apply(order) { order[0] = null; return 0; } },
  { name: "changes a price", apply(order) { order[0].price = 1; return 0; } },
  { name: "half a cent", apply: () => 0.5 },
  { name: "never ends", apply() { for (;;); } },
];
