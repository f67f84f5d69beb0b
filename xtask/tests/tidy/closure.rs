//! Which modules a module drags in: those whose items it names, those whose items they name, and so on.
//!
//! A path is followed to the module in which its item is defined. A module on the way, which only declares the
//! next or exports the item again, is not dragged in.
//!
//! What is not seen: a path that a macro writes, and a module that is declared and never named (its `impl`s).

use std::collections::{BTreeMap, BTreeSet};

use super::paths_in_code::{PathInCode, declared_modules, paths, uses};
use super::source;

/// The sources of our crates.
pub(crate) struct Sources {
    /// The code of each file without its tests, by its path from the root.
    files: BTreeMap<String, String>,
    /// The name of each crate, and the file of its root.
    crates: BTreeMap<String, String>,
}

/// A module: the file of its crate's root, and the names that lead to it from there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Module {
    root: String,
    names: Vec<String>,
}

impl Sources {
    /// The sources in `files`, of which `crates` have these names and roots.
    pub(crate) fn new(files: &[(String, String)], crates: &[(&str, &str)]) -> Self {
        let files = files.iter().filter(|(path, _)| path.ends_with(".rs"));
        Self {
            files: files
                .map(|(path, text)| (path.clone(), source::without_tests(&source::code(text))))
                .collect(),
            crates: crates
                .iter()
                .map(|(name, root)| ((*name).to_owned(), (*root).to_owned()))
                .collect(),
        }
    }

    /// The files of the modules that the module in the file `start` drags in, and that file. The modules in the files
    /// `ends` drag in nothing.
    pub(crate) fn closure(&self, start: &str, ends: &[&str]) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut left = vec![start.to_owned()];
        while let Some(file) = left.pop() {
            if found.insert(file.clone()) && !ends.contains(&file.as_str()) {
                left.extend(self.named_in(&file));
            }
        }
        found
    }

    /// The files of the modules whose items are named in `file`.
    fn named_in(&self, file: &str) -> BTreeSet<String> {
        let module = self.module_of(file);
        let code = &self.files[file];
        let mut named = BTreeSet::new();
        for path in paths(code) {
            let mut seen = BTreeSet::new();
            named.extend(self.resolve_in(&module, &path, &mut seen));
        }
        named.remove(file);
        named
    }

    /// The module in `file`, of the crate whose root is nearest above it.
    fn module_of(&self, file: &str) -> Module {
        let is_root =
            |root: &String| folder_of(root).is_some_and(|folder| file.starts_with(folder));
        let root = self.crates.values().find(|root| is_root(root)).cloned();
        let root = root.unwrap();
        if file == root || self.is_program(file) {
            let names = Vec::new();
            return Module {
                root: file.to_owned(),
                names,
            };
        }
        let inner = &file[folder_of(&root).unwrap_or_default().len()..];
        let inner = inner.trim_end_matches(".rs").trim_end_matches("/mod");
        let names = inner.split('/').map(str::to_owned).collect();
        Module { root, names }
    }

    /// Whether `file` is the root of a program beside a library.
    fn is_program(&self, file: &str) -> bool {
        let in_bin = file.split_once("src/bin/").map(|(_, file)| file);
        file.ends_with("/main.rs") || in_bin.is_some_and(|file| !file.contains('/'))
    }

    fn file_of(&self, module: &Module) -> Option<String> {
        if module.names.is_empty() {
            return Some(module.root.clone());
        }
        let path = format!("{}{}", folder_of(&module.root)?, module.names.join("/"));
        let files = [format!("{path}.rs"), format!("{path}/mod.rs")];
        files.into_iter().find(|file| self.files.contains_key(file))
    }

    fn declares(&self, module: &Module, name: &str) -> bool {
        self.code_of(module)
            .is_some_and(|code| declared_modules(code).any(|declared| declared == name))
    }

    fn code_of(&self, module: &Module) -> Option<&str> {
        Some(self.files.get(&self.file_of(module)?)?)
    }

    /// The files of what `path` means in `module`.
    fn resolve_in(
        &self,
        module: &Module,
        path: &PathInCode,
        seen: &mut BTreeSet<(Module, Vec<String>)>,
    ) -> BTreeSet<String> {
        let Some((first, rest)) = path.names.split_first() else {
            return BTreeSet::new();
        };
        let mut start = module.clone();
        let mut rest = rest;
        match first.as_str() {
            "crate" => start.names.clear(),
            "self" => {}
            "super" => {
                start.names.pop();
                while let Some((name, others)) = rest.split_first()
                    && name == "super"
                {
                    start.names.pop();
                    rest = others;
                }
            }
            name if self.declares(module, name) => rest = &path.names,
            name => match self.crates.get(name) {
                Some(root) => {
                    start = Module {
                        root: root.clone(),
                        names: Vec::new(),
                    };
                }
                // Of another crate, or an item that a `use` has named already.
                None => return BTreeSet::new(),
            },
        }
        self.resolve(start, rest, path.is_glob, seen)
    }

    /// The files of what `names` lead to from `module`.
    fn resolve(
        &self,
        mut module: Module,
        names: &[String],
        is_glob: bool,
        seen: &mut BTreeSet<(Module, Vec<String>)>,
    ) -> BTreeSet<String> {
        // Two modules may export each other's items.
        if !seen.insert((module.clone(), names.to_vec())) {
            return BTreeSet::new();
        }
        for (position, name) in names.iter().enumerate() {
            if self.declares(&module, name) {
                module.names.push(name.clone());
                continue;
            }
            let rest = &names[position + 1..];
            return self.resolve_item(&module, name, rest, is_glob, seen);
        }
        self.file_of(&module).into_iter().collect()
    }

    /// The files of the item `name` of `module`, which may be another module's that it uses.
    fn resolve_item(
        &self,
        module: &Module,
        name: &str,
        rest: &[String],
        is_glob: bool,
        seen: &mut BTreeSet<(Module, Vec<String>)>,
    ) -> BTreeSet<String> {
        let code = self.code_of(module).unwrap_or_default();
        for (used, local_name) in uses(code) {
            if local_name == name {
                let names = [used.names.as_slice(), rest].concat();
                let path = PathInCode { names, is_glob };
                return self.resolve_in(module, &path, seen);
            }
        }
        if !defines(code, name) {
            for (used, _) in uses(code).filter(|(used, _)| used.is_glob) {
                let names = [used.names.as_slice(), &[name.to_owned()], rest].concat();
                let path = PathInCode { names, is_glob };
                let found = self.resolve_in(module, &path, seen);
                let is_defined = |file: &String| defines(&self.files[file], name);
                if found.iter().any(is_defined) {
                    return found;
                }
            }
        }
        self.file_of(module).into_iter().collect()
    }
}

/// Whether `code` defines an item `name`.
fn defines(code: &str, name: &str) -> bool {
    let identifiers: Vec<&str> = source::identifiers(code).collect();
    identifiers.windows(2).any(|pair| {
        let kinds = [
            "fn", "struct", "enum", "union", "trait", "type", "const", "static", "mod", "macro",
        ];
        kinds.contains(&pair[0]) && pair[1] == name
    })
}

fn folder_of(file: &str) -> Option<&str> {
    file.rfind('/').map(|slash| &file[..=slash])
}

#[cfg(test)]
mod tests {
    use super::*;

    const CRATES: [(&str, &str); 2] = [("page", "page/src/lib.rs"), ("core", "core/src/lib.rs")];

    fn closure(start: &str, files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        let found = Sources::new(&files, &CRATES).closure(start, &["page/src/end.rs"]);
        found.into_iter().filter(|file| file != start).collect()
    }

    const LIB: (&str, &str) = ("page/src/lib.rs", "mod a;\nmod b;\npub mod c;\n");

    #[test]
    fn module_of_a_used_item_is_dragged_in_with_what_that_uses() {
        let files = [
            LIB,
            ("page/src/a.rs", "use crate::b::Item;\n"),
            ("page/src/b.rs", "use super::c;\npub struct Item;\n"),
            ("page/src/c.rs", "pub fn f() {}\n"),
        ];
        assert_eq!(
            closure("page/src/a.rs", &files),
            ["page/src/b.rs", "page/src/c.rs"]
        );
        assert_eq!(closure("page/src/c.rs", &files), [""; 0]);
    }

    #[test]
    fn path_in_an_expression_is_followed() {
        let files = [
            LIB,
            (
                "page/src/a.rs",
                "fn f() { crate::b::g::<u8>(super::c::LIMIT) }\n",
            ),
            ("page/src/b.rs", "pub fn g() {}\n"),
            ("page/src/c.rs", "pub const LIMIT: u8 = 1;\n"),
        ];
        assert_eq!(
            closure("page/src/a.rs", &files),
            ["page/src/b.rs", "page/src/c.rs"]
        );
    }

    #[test]
    fn path_in_a_comment_a_text_or_a_test_is_not_followed() {
        let text = "//! crate::b\nconst A: &str = \"crate::b::Item\";\n#[cfg(test)]\nmod tests { use crate::b; }\n";
        let files = [
            LIB,
            ("page/src/a.rs", text),
            ("page/src/b.rs", ""),
            ("page/src/c.rs", ""),
        ];
        assert_eq!(closure("page/src/a.rs", &files), [""; 0]);
    }

    #[test]
    fn module_that_exports_an_item_again_is_not_dragged_in() {
        let files = [
            LIB,
            (
                "page/src/a.rs",
                "use crate::c::{self as other, deep::Deep, Renamed};\n",
            ),
            (
                "page/src/c.rs",
                "mod deep;\nmod more;\nuse crate::b;\npub use more::Item as Renamed;\n",
            ),
            ("page/src/c/deep.rs", "pub struct Deep;\n"),
            ("page/src/c/more.rs", "pub struct Item;\n"),
            ("page/src/b.rs", ""),
        ];
        let all = [
            "page/src/b.rs",
            "page/src/c.rs",
            "page/src/c/deep.rs",
            "page/src/c/more.rs",
        ];
        assert_eq!(closure("page/src/a.rs", &files), all);
        let mut files = files;
        files[1].1 = "use crate::c::{deep::Deep, Renamed};\n";
        assert_eq!(closure("page/src/a.rs", &files), all[2..]);
    }

    #[test]
    fn item_behind_a_glob_is_found_in_its_module() {
        let files = [
            LIB,
            ("page/src/a.rs", "use crate::c::Item;\n"),
            ("page/src/b.rs", ""),
            (
                "page/src/c.rs",
                "mod one;\nmod two;\npub use one::*;\npub use two::*;\n",
            ),
            ("page/src/c/one.rs", "pub struct Other;\n"),
            ("page/src/c/two.rs", "pub struct Item;\n"),
        ];
        assert_eq!(closure("page/src/a.rs", &files), ["page/src/c/two.rs"]);
    }

    #[test]
    fn glob_of_a_module_drags_it_in() {
        let files = [
            LIB,
            ("page/src/a.rs", "mod child;\nuse crate::c;\n"),
            ("page/src/a/child.rs", "use super::*;\n"),
            ("page/src/c.rs", ""),
        ];
        assert_eq!(
            closure("page/src/a/child.rs", &files),
            ["page/src/a.rs", "page/src/c.rs"]
        );
    }

    #[test]
    fn child_that_is_named_is_dragged_in() {
        let files = [
            LIB,
            (
                "page/src/a.rs",
                "mod child;\nmod unnamed;\nfn f() { child::g() }\n",
            ),
            ("page/src/a/child.rs", ""),
            ("page/src/a/unnamed.rs", ""),
        ];
        assert_eq!(closure("page/src/a.rs", &files), ["page/src/a/child.rs"]);
    }

    #[test]
    fn another_crate_of_ours_is_followed_and_others_are_not() {
        let files = [
            (
                "page/src/main.rs",
                "use page::Root;\nuse serde::Serialize;\n",
            ),
            ("page/src/lib.rs", "mod a;\npub use a::Root;\n"),
            (
                "page/src/a.rs",
                "use core::record::Record;\npub struct Root;\n",
            ),
            ("core/src/lib.rs", "pub mod record;\n"),
            ("core/src/record.rs", "pub struct Record;\n"),
        ];
        assert_eq!(
            closure("page/src/main.rs", &files),
            ["core/src/record.rs", "page/src/a.rs"]
        );
    }

    #[test]
    fn module_at_an_end_drags_in_nothing() {
        let files = [
            ("page/src/lib.rs", "mod a;\nmod b;\nmod end;\n"),
            ("page/src/a.rs", "use crate::end::Item;\n"),
            ("page/src/end.rs", "use crate::b;\npub struct Item;\n"),
            ("page/src/b.rs", ""),
        ];
        assert_eq!(closure("page/src/a.rs", &files), ["page/src/end.rs"]);
    }

    #[test]
    fn modules_that_export_each_other_end() {
        let files = [
            LIB,
            (
                "page/src/a.rs",
                "pub use crate::b::*;\nfn f() -> super::b::Missing {}\n",
            ),
            ("page/src/b.rs", "pub use crate::a::*;\n"),
            ("page/src/c.rs", ""),
        ];
        assert_eq!(closure("page/src/a.rs", &files), ["page/src/b.rs"]);
    }
}
