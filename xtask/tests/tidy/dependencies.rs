//! The packages that a crate of ours reaches, over the packages that those depend on.
//!
//! Read from `Cargo.lock`, so for every target and every feature that something turns on: at least what
//! `cargo tree --edges normal` shows for any one of them.

use std::collections::BTreeSet;

use super::rules;

/// The names of the packages that the crate in the folder `krate` reaches, and its own, without what only tests need.
///
/// `lock` is the text of the lock file; `files` has the manifests of our crates, by their paths.
pub(crate) fn reached_from(
    krate: &str,
    lock: &str,
    files: &[(String, String)],
) -> BTreeSet<String> {
    let lock: toml::Table = lock.parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let mut reached = BTreeSet::new();
    let mut next = vec![krate.to_owned()];
    while let Some(name) = next.pop() {
        if !reached.insert(name.clone()) {
            continue;
        }
        let manifest = files
            .iter()
            .find(|(path, _)| *path == format!("{name}/Cargo.toml"));
        match manifest {
            // The lock file does not tell what only tests need from the rest.
            Some((_, manifest)) => {
                let normal = rules::dependencies(manifest).into_iter();
                next.extend(
                    normal.filter_map(|(kind, name)| (kind != "dev-dependencies").then_some(name)),
                );
            }
            // Of two versions of a package, it is whichever: both are taken.
            None => next.extend(
                packages
                    .iter()
                    .filter(|package| package["name"].as_str() == Some(name.as_str()))
                    .filter_map(|package| package.get("dependencies")?.as_array())
                    .flatten()
                    .filter_map(|dependency| dependency.as_str()?.split(' ').next())
                    .map(str::to_owned),
            ),
        }
    }
    reached
}

#[test]
fn package_behind_another_is_reached_and_that_of_tests_is_not() {
    let lock = r#"
        [[package]]
        name = "plain"
        version = "1.0.0"
        dependencies = ["runtime 2.0.0"]

        [[package]]
        name = "runtime"
        version = "2.0.0"

        [[package]]
        name = "ours"
        version = "0.1.0"
        dependencies = ["plain", "prop"]
    "#;
    let manifest = "[dependencies]\nplain = \"1\"\n[dev-dependencies]\nprop = \"1\"\n";
    let files = [("ours/Cargo.toml".to_owned(), manifest.to_owned())];
    let reached = reached_from("ours", lock, &files);
    let expected = ["ours", "plain", "runtime"].map(str::to_owned);
    assert_eq!(reached, BTreeSet::from(expected));
}
