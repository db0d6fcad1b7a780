// The rules of a shop, in order. `order` is the host's table, seen as an array of { article, group, count, price }; prices are Decimals, and
// so is what a rule gives. The value of this file is the list of them.
"use strict";

const euros = text => new Decimal(text);
const cost = lines => lines.reduce((sum, { count, price }) => sum.add(price.mul(count)), euros("0.00"));
const percent = (sum, rate) => sum.mul(rate).div(100).round(2, "half-up");

[
  { name: "goods", apply: cost },
  { name: "10% off 3 alike", apply: order => percent(cost(order.filter(line => line.count >= 3)), 10).neg() },
  { name: "shipping", apply: order => order.some(line => line.group === "book") ? euros("0") : euros("4.90") },
  { name: "dearest book free?", apply: order => order.find(line => line.group === "book" && line.price.greaterThan(50)) ? euros("-50") : euros(0) },
  { name: "gift in December", apply(order) {
      const articles = [];
      for (const { article, group } of order) if (group === "toy") articles.push(article);
      console.log(`  wrapped: ${articles.join()}; ${JSON.stringify(order[0])}; ${order.length} lines, ${Array.isArray(order)}`);
      return euros("1.50").mul(articles.length);
    } },
  { name: "changes the order", apply(order) { order[0] = null; } },
  { name: "changes a price", apply(order) { order[0].price = euros(1); } },
  { name: "half a cent", apply: () => euros("0.005") },
  { name: "no Decimal", apply: () => 0.5 },
  { name: "a Decimal and +", apply: order => order[0].price + 1 },
  { name: "never ends", apply() { for (;;); } },
];
