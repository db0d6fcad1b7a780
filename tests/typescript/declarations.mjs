// Is a declaration file valid TypeScript?
//
//     node declarations.mjs DIR FILE.d.ts     DIR: where `make test-typescript` has installed the packages
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [dir, file] = process.argv.slice(2), require = createRequire(import.meta.url);
const ts = require(require.resolve("typescript", { paths: [resolve(dir, "node_modules/ts-blank-space")] }));
const program = ts.createProgram([file], { noEmit: true, strict: true, target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts"], types: [] });
const found = ts.getPreEmitDiagnostics(program);
for (const d of found) console.log(`${file}: ${ts.flattenDiagnosticMessageText(d.messageText, "\n")}`);
console.log(`${file}: ${found.length} errors`);
process.exit(found.length ? 1 : 0);
