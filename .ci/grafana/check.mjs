// node check.mjs BOARD.json...: compiles each board as a literal of Grafana's types; what it does not know is an error.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import ts from 'typescript';

mkdirSync('target', { recursive: true });
const sources = process.argv.slice(2).map((board, i) => {
    const source = `target/${i}-${basename(board, '.json')}.ts`;
    writeFileSync(source, `import type { Board } from '../board.ts';\nexport const board: Board = ${readFileSync(board, 'utf8')};\n`);
    return source;
});
const program = ts.createProgram(sources, {
    strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true,
    module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022,
});
const problems = ts.getPreEmitDiagnostics(program);
if (problems.length) {
    console.error(ts.formatDiagnostics(problems, { getCanonicalFileName: f => f, getCurrentDirectory: () => '.', getNewLine: () => '\n' }));
    process.exit(1);
}
console.log(`${sources.length} boards fit Grafana's types`);
