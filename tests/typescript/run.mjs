// Runs the programs here as their tsc output under node, and compares with the .out files; with --write writes these.
//
//     node run.mjs DIR [--write] FILE...     DIR: where `make test-typescript` has installed the packages
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, resolve } from "node:path";

const args = process.argv.slice(2), write = args.includes("--write");
const [dir, ...files] = args.filter((a) => a !== "--write");
const require = createRequire(resolve(dir, "node_modules/x.js"));
const ts = require(require.resolve("typescript", { paths: [resolve(dir, "node_modules/ts-blank-space")] }));

const out = join(dir, "run");
mkdirSync(out, { recursive: true });
const compiled = files.map((file) => {
  const { outputText, diagnostics } = ts.transpileModule(readFileSync(file, "utf8"), {
    fileName: file, reportDiagnostics: true,
    compilerOptions: { target: "es2022", module: "esnext", verbatimModuleSyntax: true, preserveConstEnums: true, alwaysStrict: false,
      ignoreDeprecations: "6.0" },
  });
  for (const d of diagnostics) {
    const at = d.file?.getLineAndCharacterOfPosition(d.start);
    console.log(`${file}:${at?.line + 1}:${at?.character + 1}: ${ts.flattenDiagnosticMessageText(d.messageText, " ")}`);
  }
  const to = join(out, basename(file).replace(/\.m?ts$/, /^export |^import /m.test(outputText) ? ".mjs" : ".cjs"));
  writeFileSync(to, outputText.replace(/\.mts"/g, '.mjs"'));
  return to;
});
let failed = 0;
files.forEach((file, i) => {
  const expected = file.replace(/\.m?ts$/, ".out");
  if (!write && !existsSync(expected)) return;          // no program of its own
  const run = spawnSync(process.execPath, [compiled[i]], { encoding: "utf8" });
  if (run.stderr) console.log(`${file}: ${run.stderr}`);
  if (write) writeFileSync(expected, run.stdout);
  else if (run.stderr || readFileSync(expected, "utf8") !== run.stdout) {
    failed++;
    console.log(`${file}: the output of tsc's JavaScript under node differs from ${expected}`);
  }
});
console.log(`${files.length} programs compiled by tsc, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
