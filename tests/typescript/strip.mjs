// Compares `hako --strip-types` with the npm package ts-blank-space, byte for byte, on TypeScript files of other packages.
//
//     node strip.mjs HAKO DIR [PREFIX]     DIR: where `make test-typescript` has installed the packages
//
// Files that ts-blank-space does not accept are to be refused by hako, too; those only one of them refuses are listed.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [hako, dir, prefix = ""] = process.argv.slice(2);
const root = resolve(dir, "node_modules");
const require = createRequire(join(root, "x.js"));
const { default: blankSpace } = await import(pathToFileURL(join(root, "ts-blank-space/out/index.js")));
const ts = require(require.resolve("typescript", { paths: [join(root, "ts-blank-space")] }));

function* files(at) {
  for (const name of readdirSync(at).sort()) {
    const path = join(at, name);
    if (name === "typescript" || name === ".bin") continue;
    if (statSync(path).isDirectory()) yield* files(path);
    else if (/(?<!\.d)\.m?ts$/.test(name)) yield path;
  }
}

const counts = { same: 0, refused: 0, different: 0, ours: 0, theirs: 0 };
for (const file of files(root)) {
  const name = relative(root, file);
  if (!name.startsWith(prefix)) continue;
  const text = readFileSync(file, "utf8");
  let error = ts.transpileModule(text, { reportDiagnostics: true, compilerOptions: { target: "esnext", module: "esnext" } })
    .diagnostics.map((d) => ts.flattenDiagnosticMessageText(d.messageText, " "))[0];
  const expected = blankSpace(text, (node) => { error ??= `unsupported ${ts.SyntaxKind[node.kind]}`; });
  const run = spawnSync(hako, ["--strip-types", file], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status !== 0 && error) counts.refused++;
  else if (run.status !== 0) {
    counts.ours++;
    console.log(`${name}: refused: ${run.stderr.split("\n").slice(0, 2).join(" ")}`);
  } else if (error) {
    counts.theirs++;
    console.log(`${name}: accepted, but: ${error}`);
  } else if (run.stdout === expected) counts.same++;
  else {
    counts.different++;
    const ours = run.stdout.split("\n"), theirs = expected.split("\n");
    const line = theirs.findIndex((l, i) => l !== ours[i]);
    console.log(`${name}:${line + 1}: different\n  source  ${text.split("\n")[line]}\n  theirs  ${theirs[line]}\n  ours    ${ours[line]}`);
  }
}
console.log(`${counts.same} the same, ${counts.different} different, ${counts.refused} refused by both, ` +
  `${counts.ours} refused by hako only, ${counts.theirs} accepted by hako only`);
process.exitCode = counts.different || counts.ours ? 1 : 0;
