//! What shells, manuals and the reference show of the commands.

use std::fs;
use std::path::Path;

use crate::support::Repo;

#[test]
fn every_command_shows_an_example() {
    let repo = Repo::without_git();
    let help = repo.factlint(&["--help"]).ended(0).stdout;
    let commands = help
        .split("Commands:")
        .nth(1)
        .and_then(|rest| rest.split("\n\n").next());
    let names: Vec<&str> = commands
        .unwrap_or_default()
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 20, "{names:?}");
    for name in names {
        let help = repo.factlint(&[name, "--help"]).ended(0).stdout;
        assert!(help.contains("Examples:\n  factlint "), "{name}: {help}");
    }
}

#[test]
fn scripts_and_pages_are_made_of_the_same_commands() {
    let repo = Repo::without_git();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = repo.factlint(&["completions", shell]).ended(0).stdout;
        assert!(
            script.contains("suppressions") && script.contains("accept-new"),
            "{shell}"
        );
    }
    assert!(repo.factlint(&["man"]).ended(0).stdout.contains(".TH factlint 1"));
    repo.factlint(&["man", "--out", "pages"]).ended(0);
    assert!(repo.read("pages/factlint-check.1").contains("staged"));
}

/// The reference of the documentation is what the program says of itself. With `FACTLINT_UPDATE=1` it is
/// written anew.
#[test]
fn the_reference_is_made_of_the_code() {
    let repo = Repo::without_git();
    let made = repo.factlint(&["man", "--reference"]).ended(0).stdout;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference.md");
    if std::env::var_os("FACTLINT_UPDATE").is_some_and(|value| value == "1") {
        fs::write(&path, &made).expect("the reference can be written");
    }
    let written = fs::read_to_string(&path)
        .expect("the reference is there")
        .replace("\r\n", "\n");
    assert!(
        written == made,
        "docs/reference.md is not what `factlint man --reference` prints"
    );
}

/// Every page of the documentation stands in its table of contents, and the other way round.
#[test]
fn the_table_of_contents_names_every_page() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let contents = fs::read_to_string(docs.join("SUMMARY.md")).expect("the table of contents is there");
    let mut pages: Vec<String> = fs::read_dir(&docs)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .collect();
    pages.sort();
    let mut named: Vec<String> = contents
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|name| name.trim_start_matches("./").to_owned())
        .collect();
    named.sort();
    assert_eq!(named, pages);
}
