//! Shorter names between the page's JavaScript and its WebAssembly.
//!
//! wasm-bindgen names each import and each closure by its purpose and a hash of 16 digits, in both files. No
//! compression makes a hash smaller: the names took 5 KiB of the lesson. What belongs here: the names that
//! wasm-bindgen made, and the layout of its JavaScript. What may not enter: names that a part shares with the page.

use std::collections::BTreeMap;
use std::convert::Infallible;

use anyhow::{Context, Result, anyhow};
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{ExportSection, ImportSection, Module};
use wasmparser::{Export, Imports, Parser};

/// The beginnings of the names that wasm-bindgen makes with a hash.
const GENERATED: [&str; 2] = ["__wbg_", "wasm_bindgen__"];

/// A module and its script, with the same short names in both. The script loses its comments and its indentation, too.
///
/// # Errors
///
/// Bytes that are no WebAssembly module.
pub(crate) fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = ShortNames::default();
    let mut module = Module::new();
    names
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .map_err(|error| anyhow!("{error}"))
        .context("the module cannot be read")?;
    Ok((module.finish(), compact(&names.replace(script))))
}

/// The short name of each generated name.
#[derive(Default)]
struct ShortNames(BTreeMap<String, String>);

impl ShortNames {
    /// The name to use instead of this one.
    fn of<'a>(&'a mut self, name: &'a str) -> &'a str {
        if !GENERATED.iter().any(|start| name.starts_with(start)) {
            return name;
        }
        let next = self.0.len();
        self.0
            .entry(name.to_owned())
            .or_insert_with(|| format!("w{next}"))
    }

    /// The script with each name in its short form. A name is a whole word there.
    fn replace(&self, script: &str) -> String {
        let is_word = |character: char| character.is_alphanumeric() || "_$".contains(character);
        let mut replaced = String::with_capacity(script.len());
        let mut rest = script;
        while !rest.is_empty() {
            let end = rest
                .find(|character| !is_word(character))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            replaced += self.0.get(word).map_or(word, String::as_str);
            let next = after.find(is_word).unwrap_or(after.len());
            replaced += &after[..next];
            rest = &after[next..];
        }
        replaced
    }
}

impl Reencode for ShortNames {
    type Error = Infallible;

    fn parse_imports(
        &mut self,
        section: &mut ImportSection,
        imports: Imports<'_>,
    ) -> Result<(), Error> {
        let Imports::Single(_, import) = imports else {
            return utils::parse_imports(self, section, imports);
        };
        let ty = self.entity_type(import.ty)?;
        section.import(import.module, self.of(import.name), ty);
        Ok(())
    }

    fn parse_export(
        &mut self,
        section: &mut ExportSection,
        export: Export<'_>,
    ) -> Result<(), Error> {
        let name = self.of(export.name).to_owned();
        utils::parse_export(
            self,
            section,
            Export {
                name: &name,
                ..export
            },
        )
    }
}

/// The script without its lines of comments, its empty lines and its indentation. A script in which a template
/// literal may go over several lines stays as it is.
pub(crate) fn compact(script: &str) -> String {
    let opens_template = |line: &str| line.matches('`').count() % 2 == 1;
    if script.lines().any(opens_template) {
        return script.to_owned();
    }
    let mut compacted = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            compacted += line;
            compacted.push('\n');
        }
    }
    compacted
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use wasm_encoder::{EntityType, ExportKind, MemoryType};

    use super::*;

    /// A module that imports these memories, and exports each of them under the same name.
    fn module(names: &[&str]) -> Vec<u8> {
        let memory = MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        };
        let (mut imports, mut exports) = (ImportSection::new(), ExportSection::new());
        for (name, index) in names.iter().zip(0..) {
            imports.import("./client_bg.js", name, EntityType::Memory(memory));
            exports.export(name, ExportKind::Memory, index);
        }
        let mut module = Module::new();
        module.section(&imports).section(&exports);
        module.finish()
    }

    #[test]
    fn generated_name_is_short_in_module_and_script_alike() {
        let wasm = module(&["__wbg_open_0123", "wasm_bindgen__invoke__h4567"]);
        let script = "{ __wbg_open_0123: function() { wasm.wasm_bindgen__invoke__h4567(); } }\n";
        let (shortened, script) = shorten(&wasm, script).unwrap();
        assert_eq!(shortened, module(&["w0", "w1"]));
        assert_eq!(script, "{ w0: function() { wasm.w1(); } }\n");
    }

    #[test]
    fn other_name_stays() {
        let wasm = module(&["memory", "__wasm_split_shared0", "__wbindgen_start"]);
        let script = "wasm.__wbindgen_start(); __wbg_elsewhere();\n";
        assert_eq!(shorten(&wasm, script).unwrap(), (wasm, script.to_owned()));
    }

    #[test]
    fn longer_word_with_a_name_in_it_stays() {
        let (_, script) = shorten(&module(&["__wbg_a_1"]), "__wbg_a_12(__wbg_a_1)\n").unwrap();
        assert_eq!(script, "__wbg_a_12(w0)\n");
    }

    #[test]
    fn bytes_that_are_no_module_are_an_error() {
        assert!(shorten(b"no module", "").is_err());
    }

    #[test]
    fn comments_and_indentation_are_left_out() {
        let script =
            "/**\n * What it does.\n */\nfunction f() {\n    // Why.\n    g(); // stays\n\n}\n";
        assert_eq!(compact(script), "function f() {\ng(); // stays\n}\n");
        assert_eq!(compact("/* one line */\nf();\n"), "f();\n");
    }

    #[test]
    fn script_with_a_template_of_several_lines_stays() {
        let script = "const text = `\n    // part of it\n`;\n";
        assert_eq!(compact(script), script);
    }
}
