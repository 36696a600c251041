//! Which crate may depend on which: the arrows of `docs/ARCHITECTURE.md`.

use std::path::Path;

use serde_json::Value;

use crate::cargo::cargo;

/// A package and the packages of this repository that it may use.
const ARROWS: [(&str, &[&str]); 15] = [
    ("pycmill-target", &[]),
    ("pycmill-source", &[]),
    ("pycmill-value", &[]),
    ("pycmill-object", &["pycmill-value"]),
    ("pycmill-ast", &["pycmill-source", "pycmill-value"]),
    ("pycmill-parser", &["pycmill-ast", "pycmill-source", "pycmill-target", "pycmill-value"]),
    ("pycmill-adapter", &["pycmill-ast", "pycmill-source"]),
    ("pycmill-flow", &["pycmill-object", "pycmill-target", "pycmill-value"]),
    ("pycmill-codegen", &["pycmill-ast", "pycmill-flow", "pycmill-object", "pycmill-source", "pycmill-target"]),
    ("pycmill-marshal", &["pycmill-object", "pycmill-target"]),
    ("pycmill-pyc", &["pycmill-target"]),
    (
        "pycmill",
        &[
            "pycmill-ast",
            "pycmill-codegen",
            "pycmill-flow",
            "pycmill-marshal",
            "pycmill-object",
            "pycmill-parser",
            "pycmill-pyc",
            "pycmill-source",
            "pycmill-target",
        ],
    ),
    ("pycmill-cli", &["pycmill"]),
    ("pycmill-python", &["pycmill"]),
    ("xtask", &["pycmill", "pycmill-target"]),
];

/// What breaks a rule.
pub(super) fn problems(root: &Path) -> Vec<String> {
    match metadata(root) {
        Ok(metadata) => {
            let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
            let left_out = packages.iter().filter_map(|package| left_out(package, &metadata));
            packages.iter().flat_map(of_package).chain(left_out).collect()
        }
        Err(error) => vec![format!("cargo metadata: {error}")],
    }
}

/// Plain `cargo test` covers every package that needs no Python.
fn left_out(package: &Value, metadata: &Value) -> Option<String> {
    let is_default = metadata["workspace_default_members"].as_array()?.contains(&package["id"]);
    let is_missing = !is_default && package["name"] != "pycmill-python";
    is_missing.then(|| format!("{} is missing in default-members of Cargo.toml", package["name"]))
}

fn metadata(root: &Path) -> Result<Value, Box<dyn std::error::Error>> {
    let words = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let output = cargo().args(words).current_dir(root).output()?;
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn of_package(package: &Value) -> Vec<String> {
    let name = package["name"].as_str().unwrap_or_default();
    let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
        return vec![format!("{name}: no arrows are known for this package")];
    };
    let dependencies = package["dependencies"].as_array().into_iter().flatten();
    let used = dependencies.filter(|dependency| dependency["kind"].is_null()).filter_map(|one| one["name"].as_str());
    used.filter(|used| is_ours(used) && !allowed.contains(used))
        .map(|used| format!("{name} must not depend on {used}"))
        .collect()
}

fn is_ours(package: &str) -> bool {
    package == "pycmill" || package.starts_with("pycmill-")
}
