// The official parser of AsyncAPI on a document of the server: `asyncapi.js <http://host:port/asyncapi.json>`.
//
// It prints what the parser has to say, and succeeds when none of that is an error or a warning.

const { DiagnosticSeverity, Parser } = require("@asyncapi/parser");

async function main(url) {
  const answer = await fetch(url);
  const { document, diagnostics } = await new Parser().parse(await answer.text());
  for (const { severity, message, path } of diagnostics) {
    console.log(`${DiagnosticSeverity[severity]} at ${path.join(".")}: ${message}`);
  }
  const isBad = ({ severity }) => severity <= DiagnosticSeverity.Warning;
  process.exitCode = document === undefined || diagnostics.some(isBad) ? 1 : 0;
}

process.exitCode = 1;
main(process.argv[2]);
