//! The tools for people who write rules: new, show, test, and the schemas, of which the repository
//! keeps what the program prints (FACTLINT_UPDATE=1 writes them anew).

use std::path::PathBuf;

use crate::support::Repo;

fn assert_printed(of: &str, file: &str) {
    let printed = Repo::without_git().factlint(&["schema", of]).ended(0);
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("FACTLINT_UPDATE").is_some() {
        std::fs::write(&path, &printed.stdout).expect("the schema is written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        kept, printed.stdout,
        "{file} is old: run the tests with FACTLINT_UPDATE=1"
    );
}

#[test]
fn the_schema_of_rules_is_the_one_in_the_repository() {
    assert_printed("rules", "docs/rule.schema.json");
}

#[test]
fn the_schema_of_the_configuration_is_the_one_in_the_repository() {
    assert_printed("config", "docs/config.schema.json");
}

#[test]
fn every_key_of_a_built_in_rule_is_in_the_schema() {
    let schema = Repo::without_git().factlint(&["schema", "rules"]).ended(0).json();
    let known = schema["properties"].as_object().expect("a rule has properties");
    for (id, text) in factlint::rule::builtin_files() {
        let rule: toml::Table = text.parse().expect("a built-in rule is TOML");
        for key in rule.keys() {
            assert!(known.contains_key(key), "{id}: {key}");
        }
    }
}

#[test]
fn a_sentence_begins_a_rule_whose_examples_pass() {
    let repo = Repo::without_git();
    let table = [
        ("depth", "The Harrow Lake is 60 metres deep.", "unit = \"length\""),
        (
            "locks",
            "Le canal de Vaubrun compte 42 écluses.",
            "nouns.fr = [\"ecluse\"]",
        ),
        (
            "toll",
            "Le péage du tunnel de Brévine coûte 4,80 euros.",
            "value = \"money\"",
        ),
    ];
    for (id, sentence, expected) in table {
        let run = repo.factlint(&["rules", "new", id, "--from", sentence]).ended(0);
        assert!(run.stderr.contains("its 2 examples pass"), "{id}: {run}");
        let file = format!("rules/{id}.toml");
        let text = std::fs::read_to_string(repo.path(&file)).expect("the rule is written");
        assert!(text.contains(expected), "{id}: {text}");
        repo.factlint(&["rules", "test", &file]).ended(0);
    }
    let again = repo
        .factlint(&["rules", "new", "depth", "--from", "The lake is 60 metres deep."])
        .ended(2);
    assert!(again.stderr.contains("is there already"), "{again}");
    let empty = repo
        .factlint(&["rules", "new", "none", "--from", "The lake is deep.", "--lang", "en"])
        .ended(2);
    assert!(empty.stderr.contains("holds no figure"), "{empty}");
}

#[test]
fn a_built_in_rule_is_shown_as_its_file() {
    let repo = Repo::without_git();
    let shown = repo.factlint(&["rules", "show", "beds"]).ended(0);
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/rules/beds.toml")).expect("the rule");
    assert_eq!(shown.stdout, file);
    let unknown = repo.factlint(&["rules", "show", "bed"]).ended(2);
    assert!(unknown.stderr.contains("did you mean \"beds\""), "{unknown}");
}

#[test]
fn timings_name_the_rules_of_a_run() {
    let run = Repo::without_git()
        .factlint(&["rules", "test", "--filter", "beds", "--timings"])
        .ended(0);
    assert!(run.stdout.contains(" ms  beds ("), "{run}");
}

#[test]
fn patterns_that_are_too_large_or_match_nothing_are_refused() {
    let repo = Repo::without_git();
    for (pattern, told) in [
        ("{subject} (?:[a-z]{1,200} ){1,200}{value}", "too large"),
        ("(?:{value})?", "match nothing at all"),
        ("{subject} raised {valeu}", "did you mean {value}?"),
    ] {
        repo.write(
            "odd.toml",
            format!("id = \"odd\"\nsummary = \"Odd\"\nvalue = \"money\"\npatterns = ['{pattern}']\n"),
        );
        let run = repo.factlint(&["rules", "test", "odd.toml"]).ended(2);
        assert!(run.said().contains(told), "{pattern}: {run}");
    }
}

#[test]
fn the_examples_of_the_built_in_rules_pass() {
    Repo::without_git().factlint(&["rules", "test"]).ended(0);
}
