//! The shape of the source: who uses whom, what only some modules may touch, names and lengths.
//! Test code (what stands under `#[cfg(test)]`) is free.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Repo;

/// Each module and what it may use, in reading order.
const MAY_USE: [(&str, &str); 18] = [
    ("source", ""),
    ("language", "source"),
    ("diagnostic", "source"),
    ("value", "source language"),
    ("document", "source language value diagnostic"),
    ("entity", "source language document"),
    ("claim", "source value entity"),
    ("rule", "source language value entity claim diagnostic"),
    ("extract", "source language value document entity claim rule diagnostic"),
    ("ledger", "source language value entity claim"),
    (
        "contradiction",
        "source language value document entity claim rule ledger diagnostic",
    ),
    ("suppress", "source document diagnostic"),
    ("config", "source language value entity claim rule diagnostic"),
    ("git", "source"),
    ("report", "source diagnostic claim contradiction"),
    (
        "check",
        "source language diagnostic value document entity claim rule extract ledger contradiction suppress config git",
    ),
    (
        "cli",
        "source language diagnostic value document entity claim rule extract ledger contradiction suppress config git report check",
    ),
    ("main", "cli"),
];

/// Names that say nothing of what a module is for.
const EMPTY_NAMES: [&str; 7] = ["util", "utils", "helpers", "common", "misc", "types", "manager"];

/// The longest that a file may be, in lines, tests included.
const LONGEST: usize = 700;

/// A file of the source and its code without comments and tests.
struct File {
    /// Below `src/`, with `/`.
    path: String,
    /// The top-level module that it belongs to.
    module: String,
    lines: usize,
    /// Line numbers and lines.
    code: Vec<(usize, String)>,
}

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() {
            found.extend(files_below(&path, extension));
        } else if path.extension().is_some_and(|end| end == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn source_files() -> Vec<File> {
    let top = package().join("src");
    let files: Vec<File> = files_below(&top, "rs")
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("the file can be read");
            let inside = path
                .strip_prefix(&top)
                .expect("the file is below src")
                .to_str()
                .expect("the path is UTF-8");
            let path = inside.replace('\\', "/");
            let module = path
                .trim_end_matches(".rs")
                .split('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            File {
                path,
                module,
                lines: text.lines().count(),
                code: without_tests(&text),
            }
        })
        .collect();
    assert!(files.len() > 40, "only {} files were found below src", files.len());
    files
}

/// The lines that are neither comment nor item under `#[cfg(test)]`, numbered from 1.
fn without_tests(text: &str) -> Vec<(usize, String)> {
    let mut kept = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if line.starts_with("#[cfg(test)]") {
            // The item ends with its first line, or where a brace stands at the margin again.
            let whole = lines
                .by_ref()
                .map(|(_, line)| line)
                .find(|line| !line.starts_with("#["))
                .is_some_and(|line| line.ends_with(';'));
            if !whole {
                lines.by_ref().find(|(_, line)| line.starts_with('}'));
            }
        } else if !line.trim_start().starts_with("//") {
            kept.push((at + 1, line.to_owned()));
        }
    }
    kept
}

/// The modules that stand right after `path` (such as `crate::`) in a line, groups in braces included.
fn named_after(path: &str, line: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices(path) {
        let joined = line[..at]
            .chars()
            .next_back()
            .is_some_and(|before| before.is_alphanumeric() || before == '_' || before == ':');
        if joined {
            continue;
        }
        let rest = &line[at + path.len()..];
        let group = rest.strip_prefix('{').map(outer_parts);
        for part in group.unwrap_or_else(|| vec![rest.to_owned()]) {
            let name: String = part
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            names.push(name);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The parts of a `use` group, up to its closing brace; inner groups stay whole.
fn outer_parts(group: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for character in group.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    parts
}

/// Joins the lines of a `use` that goes over several, so that each stands on its first line.
fn statements(code: &[(usize, String)]) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, line) in code {
        match joined.last_mut() {
            Some((_, statement)) if open => statement.push_str(line.trim()),
            _ => joined.push((*at, line.clone())),
        }
        let start = line.trim_start();
        open = (open
            || start.starts_with("use ")
            || start.starts_with("pub use ")
            || start.starts_with("pub(crate) use "))
            && !line.contains(';');
    }
    joined
}

#[track_caller]
fn assert_none(violations: &[String], what: &str) {
    assert!(violations.is_empty(), "{what}:\n  {}", violations.join("\n  "));
}

#[test]
fn modules_use_only_what_stands_below_them() {
    let modules: BTreeSet<&str> = MAY_USE.iter().map(|(module, _)| *module).collect();
    let mut violations = Vec::new();
    for file in source_files().iter().filter(|file| file.module != "lib") {
        let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == file.module) else {
            violations.push(format!(
                "src/{}: the module {} is not in the table",
                file.path, file.module
            ));
            continue;
        };
        let to_root = "super::".repeat(file.path.split('/').count());
        for (at, statement) in statements(&file.code) {
            let used = ["crate::", "factlint::", &to_root]
                .into_iter()
                .flat_map(|path| named_after(path, &statement));
            for name in used.filter(|name| modules.contains(name.as_str()) && *name != file.module) {
                if !allowed.split(' ').any(|module| module == name) {
                    violations.push(format!("src/{}:{at}: {} may not use {name}", file.path, file.module));
                }
            }
        }
    }
    assert_none(&violations, "who may use whom");
}

#[test]
fn only_git_knows_gix_and_only_the_human_report_draws() {
    let mut violations = Vec::new();
    for file in source_files() {
        for (at, line) in &file.code {
            if (line.contains("gix::") || line.contains("use gix")) && file.module != "git" {
                violations.push(format!("src/{}:{at}: gix belongs to git", file.path));
            }
            if line.contains("miette") && !file.path.starts_with("report/human") {
                violations.push(format!("src/{}:{at}: miette belongs to report/human.rs", file.path));
            }
        }
    }
    assert_none(&violations, "libraries with one user");
}

#[test]
fn nothing_below_the_command_line_prints_or_looks_around() {
    const FORBIDDEN: [&str; 12] = [
        "println!",
        "print!",
        "dbg!",
        "std::env",
        "env::var",
        "std::fs",
        "fs::read",
        "fs::write",
        "File::open",
        "std::process",
        "io::stdout",
        "io::stderr",
    ];
    let mut violations = Vec::new();
    for file in source_files()
        .iter()
        .filter(|file| !matches!(file.module.as_str(), "git" | "cli" | "main"))
        .filter(|file| !matches!(file.path.as_str(), "ledger/store.rs" | "ledger/builder.rs"))
    {
        for (at, statement) in statements(&file.code) {
            let grouped = named_after("std::", &statement);
            let direct = FORBIDDEN
                .iter()
                .filter(|word| statement.contains(**word))
                .map(|word| (*word).to_owned());
            let in_group = grouped
                .into_iter()
                .filter(|name| matches!(name.as_str(), "env" | "fs" | "process"));
            for word in direct.chain(in_group).take(1) {
                violations.push(format!("src/{}:{at}: {word}", file.path));
            }
        }
    }
    assert_none(&violations, "printing, environment and file system");
}

#[test]
fn modules_are_named_for_what_they_are_and_stay_short() {
    let mut violations = Vec::new();
    for file in source_files() {
        let name = file.path.trim_end_matches(".rs").rsplit('/').next().unwrap_or_default();
        if EMPTY_NAMES.contains(&name) || name == "mod" {
            violations.push(format!("src/{}: a name that says nothing", file.path));
        }
        for (at, line) in &file.code {
            let inline = line
                .split("mod ")
                .nth(1)
                .filter(|_| line.trim_end().ends_with(['{', ';']))
                .unwrap_or_default();
            if EMPTY_NAMES.contains(&inline.trim_end_matches([' ', '{', ';'])) {
                violations.push(format!("src/{}:{at}: a name that says nothing", file.path));
            }
        }
        if file.lines > LONGEST {
            violations.push(format!("src/{}: {} lines, at most {LONGEST}", file.path, file.lines));
        }
    }
    assert_none(&violations, "names and lengths");
}

#[test]
fn every_built_in_rule_is_loaded_and_shows_both_verdicts() {
    let listed = Repo::without_git().factlint(&["rules", "list"]).ended(0).stdout;
    let loaded: BTreeSet<&str> = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let mut violations = Vec::new();
    let mut there = BTreeSet::new();
    for path in files_below(&package().join("rules"), "toml") {
        let name = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("the name is UTF-8")
            .to_owned();
        let text = fs::read_to_string(&path).expect("the rule can be read");
        let rule: toml::Table = text
            .parse()
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let examples = rule
            .get("example")
            .and_then(toml::Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        // A rule that only warns shows a warning.
        let warns = rule.get("severity").and_then(toml::Value::as_str) == Some("warning");
        let clash = if warns { "warning" } else { "contradiction" };
        for verdict in [clash, "consistent"] {
            if !examples
                .iter()
                .any(|example| example.get("verdict").and_then(toml::Value::as_str) == Some(verdict))
            {
                violations.push(format!("rules/{name}.toml: no example is {verdict}"));
            }
        }
        if rule.get("id").and_then(toml::Value::as_str) != Some(name.as_str()) {
            violations.push(format!("rules/{name}.toml: its id is not its name"));
        }
        if !loaded.contains(name.as_str()) {
            violations.push(format!("rules/{name}.toml: not among the built-in rules"));
        }
        there.insert(name);
    }
    violations.extend(
        loaded
            .iter()
            .filter(|id| !there.contains(**id))
            .map(|id| format!("{id}: built in, but no file of rules/")),
    );
    assert_none(&violations, "rules");
}

#[test]
fn the_checks_of_this_file_see_what_they_look_for() {
    assert_eq!(
        named_after("crate::", "use crate::{git::{Change, error}, report};"),
        ["git", "report"]
    );
    assert_eq!(named_after("super::", "use super::super::git;"), ["super"]);
    assert_eq!(named_after("super::super::", "use super::super::git;"), ["git"]);
    let text = "use a;\n#[cfg(test)]\nmod tests {\n    use b;\n}\n// use c\n#[cfg(test)]\nuse d;\nuse e;\n";
    assert_eq!(
        without_tests(text),
        [(1, "use a;".to_owned()), (9, "use e;".to_owned())]
    );
    let code = without_tests("use crate::{\n    git,\n};\nlet x;\n");
    assert_eq!(
        statements(&code),
        [(1, "use crate::{git,};".to_owned()), (4, "let x;".to_owned())]
    );
}
