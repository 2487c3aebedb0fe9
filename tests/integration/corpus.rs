//! A small newsroom of invented people and houses (`tests/corpus`): what is read in each article,
//! and what an audit says of them all.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{FACTLINT, Repo, Run, findings};

/// What an editor would note down: the beginning of a file's name, entity, attribute, value,
/// modality; and why it is not read yet, where it is not. Such a row must still be missed.
const NOTED: [[&str; 6]; 31] = [
    [
        "2025-11-24",
        "Maëlys Tournaire",
        "announcement-date",
        "2025-11-20",
        "asserted",
        "",
    ],
    ["2025-11-24", "Maëlys Tournaire", "tenure", "4 years", "asserted", ""],
    ["2025-11-24", "Maëlys Tournaire", "tenure", "9 years", "asserted", ""],
    [
        "2025-11-24",
        "Maëlys Tournaire",
        "tenure",
        "13 years",
        "asserted",
        "\"dans la maison\" names no house",
    ],
    ["2025-11-24", "Maëlys Tournaire", "award-year", "2019", "asserted", ""],
    ["2025-11-24", "Vantelle", "job-cuts", "350 postes", "asserted", ""],
    ["2025-11-24", "Cogniva", "founder", "Maëlys Tournaire", "asserted", ""],
    ["2026-01-23", "Maëlys Tournaire", "age", "58 years old", "asserted", ""],
    [
        "2026-01-23",
        "Maëlys Tournaire",
        "tenure",
        "more than 9 years",
        "asserted",
        "",
    ],
    ["2026-01-23", "Maëlys Tournaire", "award-year", "2019", "asserted", ""],
    [
        "2026-01-23",
        "Maëlys Tournaire",
        "announcement-date",
        "2026-01-12",
        "asserted",
        "\"son départ\" is taken for the group's",
    ],
    ["2026-01-23", "Cogniva", "funding-amount", "500 M EUR", "planned", ""],
    ["2026-01-23", "Cogniva", "seat", "Lyon", "asserted", ""],
    [
        "portrait",
        "Maëlys Tournaire",
        "announcement-date",
        "2025-09-01..2025-12-21",
        "asserted",
        "with the season in front, it is said of the house that she leaves",
    ],
    [
        "portrait",
        "Maëlys Tournaire",
        "tenure",
        "nearly 9 years",
        "asserted",
        "",
    ],
    ["portrait", "Maëlys Tournaire", "award-year", "2019", "asserted", ""],
    [
        "portrait",
        "Cogniva",
        "funding-amount",
        "about 500 M EUR",
        "planned",
        "",
    ],
    ["portrait", "Cogniva", "valuation", "nearly 4.2 bn USD", "asserted", ""],
    ["portrait", "Cogniva", "seat", "Lyon", "asserted", ""],
    ["2026-02-02", "Maëlys Tournaire", "award-year", "2019", "asserted", ""],
    [
        "2026-02-02",
        "Maëlys Tournaire",
        "tenure",
        "more than 9 years",
        "asserted",
        "",
    ],
    [
        "2026-02-02",
        "Maëlys Tournaire",
        "announcement-date",
        "2025-11-20",
        "asserted",
        "",
    ],
    ["2026-02-02", "Cogniva", "founder", "Maëlys Tournaire", "asserted", ""],
    ["2026-02-02", "Cogniva", "seat", "Lyon", "asserted", ""],
    ["2026-02-02", "Vantelle", "job-cuts", "350 jobs", "asserted", ""],
    ["2026-02-09", "Vantelle", "headcount", "12 400 salariés", "asserted", ""],
    ["2026-02-09", "Vantelle", "revenue", "2.3 bn EUR", "asserted", ""],
    ["2026-02-09", "Pharelle", "headcount", "85 salariés", "asserted", ""],
    ["museum", "Slate Museum", "opening-date", "1978-05-03", "asserted", ""],
    ["museum", "Slate Museum", "founder", "Gwenda Prys", "asserted", ""],
    [
        "museum",
        "Slate Museum",
        "attendance",
        "48 000 visitors",
        "asserted",
        "",
    ],
];

/// Which articles contradict each other: rule, the beginnings of both names, and why it is not
/// found yet, where it is not. There are no others.
const CONTRADICTORY: [[&str; 4]; 6] = [
    ["tenure", "2025-11-24", "portrait", ""],
    [
        "tenure",
        "2025-11-24",
        "2026-01-23",
        "the prize before the verb is taken for the house",
    ],
    ["tenure", "2025-11-24", "2026-02-02", ""],
    [
        "announcement-date",
        "2025-11-24",
        "2026-01-23",
        "\"son départ\" is taken for the group's",
    ],
    [
        "announcement-date",
        "2026-01-23",
        "2026-02-02",
        "\"son départ\" is taken for the group's",
    ],
    ["announcement-date", "2026-01-23", "portrait", ""],
];

/// What stands in a comment, in a footer or under one, and must not be read.
const NOT_NOTED: [&str; 3] = ["900 M", "4 000", "Dublin"];

fn articles() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the entry can be read").path())
        .collect();
    paths.sort();
    paths
}

fn newsroom() -> Repo {
    let repo = Repo::new();
    for path in articles() {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .expect("the name is UTF-8");
        repo.write(name, fs::read(&path).expect("the article can be read"));
    }
    repo.commit("2026-02-15");
    repo
}

fn extract(repo: &Repo) -> Run {
    let names: Vec<PathBuf> = articles()
        .iter()
        .filter_map(|path| path.file_name().map(PathBuf::from))
        .collect();
    let mut command = repo.command(FACTLINT, &["extract", "--format", "jsonl"]);
    repo.run(command.args(names)).ended(0)
}

/// Path and `entity | attribute | value | modality`, in the order of the articles.
fn claims(repo: &Repo) -> Vec<(String, [String; 4])> {
    extract(repo)
        .stdout
        .lines()
        .map(|line| {
            let claim: Value = serde_json::from_str(line).expect("a claim is JSON");
            let text = |key: &str| {
                claim[key]
                    .as_str()
                    .unwrap_or_else(|| panic!("no {key} in {claim}"))
                    .to_owned()
            };
            (text("path"), ["entity", "attribute", "value", "modality"].map(text))
        })
        .collect()
}

#[test]
fn the_claims_of_the_corpus() {
    let mut text = String::new();
    let mut last = String::new();
    for (path, claim) in claims(&newsroom()) {
        if path != last {
            text.push_str(&format!("\n{path}\n"));
            last = path;
        }
        text.push_str(&format!("  {}\n", claim.join(" | ")));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn the_audit_of_the_corpus() {
    let run = newsroom().check(&["--all", "--format", "concise"]);
    assert!(run.code < 2, "{run}");
    insta::assert_snapshot!(run.stdout);
}

/// The rows that are not as they say, of a table whose last column tells why a row is missed.
fn wrong<const N: usize>(rows: &[[&str; N]], is_found: impl Fn(&[&str; N]) -> bool) -> Vec<String> {
    let says_missed = |row: &[&str; N]| row.last().is_some_and(|why| !why.is_empty());
    rows.iter()
        .filter(|row| is_found(row) == says_missed(row))
        .map(|row| {
            format!(
                "{}: {}",
                if says_missed(row) {
                    "works now, empty its last column"
                } else {
                    "missed"
                },
                row.join(" | ")
            )
        })
        .collect()
}

#[track_caller]
fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} rows:\n  {}", wrong.len(), wrong.join("\n  "));
}

#[test]
fn what_an_editor_would_note_is_read() {
    let found: BTreeSet<(String, [String; 4])> = claims(&newsroom()).into_iter().collect();
    assert_none(&wrong(&NOTED, |[file, wanted @ .., _]| {
        found
            .iter()
            .any(|(path, claim)| path.starts_with(file) && claim == wanted)
    }));
}

#[test]
fn the_audit_finds_what_contradicts_and_nothing_else() {
    let report = newsroom().report(&["--all"]);
    let mut found: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for finding in findings(&report) {
        let text = |value: &'_ Value| value.as_str().unwrap_or_default().to_owned();
        for side in finding["established"].as_array().into_iter().flatten() {
            let mut paths = [text(&finding["claim"]["path"]), text(&side["path"])];
            paths.sort();
            let row = CONTRADICTORY.iter().find(|[rule, one, other, _]| {
                finding["code"] == **rule && paths[0].starts_with(one) && paths[1].starts_with(other)
            });
            let [rule, one, other, _] = row.unwrap_or_else(|| panic!("a false alarm: {finding:#}"));
            found.insert((rule, one, other));
        }
    }
    assert_none(&wrong(&CONTRADICTORY, |[rule, one, other, _]| {
        found.contains(&(*rule, *one, *other))
    }));
}

#[test]
fn comments_and_footers_are_not_read() {
    for (path, claim) in claims(&newsroom()) {
        assert!(
            !NOT_NOTED.iter().any(|number| claim[2].starts_with(number)),
            "{path}: {claim:?}"
        );
    }
}
