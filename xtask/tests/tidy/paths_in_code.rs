//! The paths in Rust code: of `use` declarations, and in everything else.

/// A path such as `crate::a::B`, or `crate::a::*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathInCode {
    /// The names that the path consists of.
    pub(crate) names: Vec<String>,
    /// Whether it ends in a `*`.
    pub(crate) is_glob: bool,
}

/// Every path in `code`, those of `use` declarations with their trees unfolded.
pub(crate) fn paths(code: &str) -> Vec<PathInCode> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let follows_path = at > 0 && matches!(tokens[at - 1], "::" | ".");
        // `pub(in crate::a)` says who may name an item, and names none.
        let is_visibility = tokens[..at].ends_with(&["pub", "(", "in"]);
        if is_name(tokens[at]) && !follows_path && !is_visibility {
            at = read(&tokens, at, &[], &mut |path, _| {
                // `crate` alone is of a `pub(crate)`, and any other word is no path.
                if path.names.len() > 1 || path.is_glob {
                    paths.push(path);
                }
            });
        } else {
            at += 1;
        }
    }
    paths
}

/// The paths of the `use` declarations in `code`, each with the name that it has there.
pub(crate) fn uses(code: &str) -> impl Iterator<Item = (PathInCode, String)> {
    let tokens = tokens(code);
    let mut uses = Vec::new();
    for (position, token) in tokens.iter().enumerate() {
        if *token == "use" {
            read(&tokens, position + 1, &[], &mut |path, name| {
                uses.push((path, name));
            });
        }
    }
    uses.into_iter()
}

/// The names of the modules that `code` declares in files of their own.
pub(crate) fn declared_modules(code: &str) -> impl Iterator<Item = &str> {
    let tokens = tokens(code);
    let declared: Vec<&str> = tokens
        .windows(3)
        .filter(|three| three[0] == "mod" && three[2] == ";")
        .map(|three| three[1])
        .collect();
    declared.into_iter()
}

/// Reads a path, or a tree of paths, that begins at `at`; gives `found` each with its local name, and where it ends.
fn read(
    tokens: &[&str],
    mut at: usize,
    before: &[String],
    found: &mut impl FnMut(PathInCode, String),
) -> usize {
    let mut names = before.to_vec();
    loop {
        match tokens.get(at) {
            Some(&"{") => {
                at += 1;
                while !matches!(tokens.get(at), None | Some(&"}")) {
                    let next = if tokens[at] == "," {
                        at + 1
                    } else {
                        read(tokens, at, &names, found)
                    };
                    // Whatever is not of a tree ends it.
                    at = next.max(at + 1);
                }
                return at + 1;
            }
            Some(&"*") => {
                found(
                    PathInCode {
                        names,
                        is_glob: true,
                    },
                    "*".to_owned(),
                );
                return at + 1;
            }
            // In a tree, `self` is what stands before it.
            Some(&"self") if !names.is_empty() => {}
            Some(name) if is_name(name) => names.push((*name).to_owned()),
            _ => {
                // `f::<T>` has no further name.
                found_path(names, None, found);
                return at;
            }
        }
        at += 1;
        if tokens.get(at) == Some(&"::") {
            at += 1;
            continue;
        }
        let alias = (tokens.get(at) == Some(&"as"))
            .then(|| tokens.get(at + 1))
            .flatten();
        found_path(names, alias.copied(), found);
        return if alias.is_some() { at + 2 } else { at };
    }
}

fn found_path(names: Vec<String>, alias: Option<&str>, found: &mut impl FnMut(PathInCode, String)) {
    if let Some(last) = names.last() {
        let name = alias.unwrap_or(last).to_owned();
        found(
            PathInCode {
                names,
                is_glob: false,
            },
            name,
        );
    }
}

/// The words of `code`, its `::` and every other character.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("::") {
            2
        } else {
            let word = rest.find(|it: char| !(it.is_alphanumeric() || it == '_'));
            word.unwrap_or(rest.len()).max(first.len_utf8())
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

fn is_name(token: &str) -> bool {
    token.starts_with(|it: char| it.is_alphabetic() || it == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &PathInCode) -> String {
        let end = if path.is_glob { "::*" } else { "" };
        path.names.join("::") + end
    }

    #[test]
    fn tree_of_a_use_is_unfolded() {
        let code = "pub(crate) use a::{b, c::{self, D as E}, f::*};\nuse g;\nuse h::I as _;\n";
        let uses: Vec<_> = uses(code)
            .map(|(path, name)| format!("{} as {name}", shown(&path)))
            .collect();
        assert_eq!(
            uses,
            [
                "a::b as b",
                "a::c as c",
                "a::c::D as E",
                "a::f::* as *",
                "g as g",
                "h::I as _"
            ]
        );
    }

    #[test]
    fn path_in_an_expression_ends_where_it_ends() {
        let code = "let a = crate::b::c::<d::E>(x.await, self::F { g: 1 * H }, &mut super::i);";
        let paths: Vec<_> = paths(code).iter().map(shown).collect();
        assert_eq!(paths, ["crate::b::c", "d::E", "self::F", "super::i"]);
    }

    #[test]
    fn path_of_a_visibility_is_none() {
        let code = "pub(in crate::a) fn b() { for c in crate::d::E {} }";
        let paths: Vec<_> = paths(code).iter().map(shown).collect();
        assert_eq!(paths, ["crate::d::E"]);
    }

    #[test]
    fn module_with_a_body_is_in_no_file() {
        let declared: Vec<_> =
            declared_modules("mod a;\npub(crate) mod b;\nmod c { mod d; }\n").collect();
        assert_eq!(declared, ["a", "b", "d"]);
    }
}
