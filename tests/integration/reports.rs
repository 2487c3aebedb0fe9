//! Each format of `check` on one shared change, as it is printed, and what reads such formats.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{Repo, Run};

/// A change with an error on two articles, a warning, and one that cannot be read.
fn desk() -> Repo {
    let repo = Repo::holding(&[
        (
            "articles/2026-01-23-tarnholm.md",
            "# Tarnholm grows\n\nTarnholm raised €40 million in its Series B, the company said. It employs 120 people.\n",
        ),
        (
            "articles/2026-01-25-bilan.md",
            "# Bilan\n\nL’entreprise Orvane a été fondée en 2012 à Rennes.\n",
        ),
    ]);
    repo.write(
        "articles/2026-02-10-hafen & co.md",
        "# A new deal\n\nTarnholm raised €45 million in its Series B, it said <on> Monday 10 February 2026. See 100% of @hafen.\n",
    );
    repo.write(
        "articles/2026-02-11-orvane.md",
        "# Orvane\n\nOrvane, fondée en 2014, ouvre un atelier.\n",
    );
    repo.stage();
    repo
}

fn check(repo: &Repo, arguments: &[&str]) -> Run {
    repo.check(&[&["--staged"], arguments].concat()).ended(1)
}

#[test]
fn every_format_is_printed_as_it_is_documented() {
    let repo = desk();
    for format in [
        "human", "plain", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown",
    ] {
        let run = check(&repo, &["--format", format]);
        let text = format!("{}--- standard error\n{}", run.stdout, run.stderr);
        insta::assert_snapshot!(format!("format_{format}"), text);
    }
    let run = check(&repo, &["--statistics"]);
    insta::assert_snapshot!("statistics", run.stdout);
}

#[test]
fn people_are_told_in_their_language_and_programs_in_english() {
    let repo = desk();
    let run = |arguments: &[&str], locale: &str| {
        let mut command = repo.command(
            env!("CARGO_BIN_EXE_factlint"),
            &[&["check", "--staged", "--as-of", crate::support::TODAY], arguments].concat(),
        );
        command.env_remove("LC_ALL").env("LANG", locale);
        repo.run(&mut command).ended(1)
    };
    let french = run(&[], "fr_FR.UTF-8");
    insta::assert_snapshot!("human_in_french", french.stdout);
    assert_eq!(run(&["--lang", "fr"], "C.UTF-8").stdout, french.stdout);
    assert_ne!(run(&["--lang", "en"], "fr_FR.UTF-8").stdout, french.stdout);
    for format in ["concise", "json", "sarif", "github", "gitlab", "junit", "markdown"] {
        let (one, other) = (
            run(&["--format", format], "fr_FR.UTF-8"),
            run(&["--format", format], "C.UTF-8"),
        );
        assert_eq!(one.stdout, other.stdout, "{format} depends on the locale");
    }
    let told = run(&["--format", "json", "--lang", "fr"], "C.UTF-8").json();
    let message = told["findings"][0]["message"].as_str().unwrap_or_default();
    assert!(message.contains("ici, mais"), "{message}");
}

#[test]
fn formats_go_to_files_beside_what_is_printed() {
    let repo = desk();
    let alone = check(&repo, &["--format", "human"]);
    let run = check(
        &repo,
        &[
            "--format",
            "sarif=out.sarif",
            "--format",
            "human",
            "--format",
            "junit=tests.xml",
        ],
    );
    assert_eq!(run.stdout, alone.stdout);
    assert_eq!(repo.read("out.sarif"), check(&repo, &["--format", "sarif"]).stdout);
    assert_eq!(repo.read("tests.xml"), check(&repo, &["--format", "junit"]).stdout);
    let quiet = check(&repo, &["--format", "json=out.json"]);
    assert_eq!(quiet.stdout, "");
    assert!(quiet.stderr.contains("checked 2 changed articles"), "{quiet}");
    let both = repo
        .check(&["--staged", "--format", "json", "--format", "human"])
        .ended(2);
    assert!(both.stderr.contains("only one format"), "{both}");
    let near = repo.check(&["--staged", "--format", "serif"]).ended(2);
    assert!(near.stderr.contains("did you mean \"sarif\"?"), "{near}");
}

#[test]
fn what_an_audit_and_a_clean_run_print_can_be_read_too() {
    let repo = Repo::holding(&[("a.md", "# A\n\nTarnholm was founded in 2012.\n")]);
    for format in ["sarif", "json", "gitlab"] {
        let run = repo.check(&["--all", "--format", format]).ended(0);
        let _: Value = run.json();
    }
    for format in ["github", "concise", "jsonl"] {
        assert_eq!(repo.check(&["--all", "--format", format]).ended(0).stdout, "");
    }
}

/// The schema of SARIF, as the crate that writes it carries it.
fn sarif_schema() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("there are packages");
    let package = packages.iter().find(|package| package["name"] == "serde-sarif");
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let schema = PathBuf::from(manifest.expect("serde-sarif is a dependency")).with_file_name("src/schema.json");
    let text = std::fs::read_to_string(schema).expect("the schema is there");
    // Its pattern for languages has a bracket too many, which validators refuse.
    let text = text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    serde_json::from_str(&text).expect("the schema is JSON")
}

#[test]
fn sarif_is_valid_by_its_schema() {
    let schema = sarif_schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema can be used");
    let repo = desk();
    repo.write("articles/broken.md", [0xFF, 0xFF, b'a']).stage();
    let reports = [
        repo.check(&["--staged", "--format", "sarif"]).json(),
        repo.check(&["--all", "--format", "sarif"]).json(),
        repo.check(&["--staged", "--format", "sarif", "--lang", "fr"]).json(),
    ];
    for report in &reports {
        let mistakes: Vec<String> = validator
            .iter_errors(report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(mistakes.is_empty(), "{mistakes:#?}");
    }
    let run = &reports[0]["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let result = &run["results"][0];
    assert_eq!(
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "articles/2026-02-10-hafen%20%26%20co.md"
    );
    assert_eq!(result["relatedLocations"].as_array().map(Vec::len), Some(1));
    assert!(result["partialFingerprints"]["factlint/v1"].is_string());
    // The validator can fail.
    let broken = json!({"version": "2.1.0", "runs": [{"results": []}]});
    assert!(!validator.is_valid(&broken));
}

#[test]
fn nothing_of_an_article_is_markup_in_a_comment() {
    let hostile = |amount| {
        format!(
            "# A\n\nTarnholm raised €{amount} million in its Series B | @all #12 \\<script> [x](y) \\~~q ::warning::w%0A.\n"
        )
    };
    let repo = Repo::holding(&[("a.md", &hostile(40))]);
    repo.write("b.md", hostile(45)).stage();
    let comment = check(&repo, &["--format", "markdown"]).stdout;
    for loose in ["@all", "#12", "<script", "[x]", " | ", "~~q"] {
        assert!(!comment.contains(loose), "{loose} in {comment}");
    }
    let commands = check(&repo, &["--format", "github"]).stdout;
    assert_eq!(commands.lines().count(), 1, "{commands}");
    assert!(commands.contains("::warning::w%250A"), "{commands}");
}

#[test]
fn the_form_to_be_heard_has_no_frames_and_can_be_kept() {
    let repo = desk();
    let mut command = repo.command(
        env!("CARGO_BIN_EXE_factlint"),
        &["check", "--staged", "--as-of", crate::support::TODAY],
    );
    command.env("FACTLINT_FORMAT", "plain");
    let heard = repo.run(&mut command).ended(1);
    assert_eq!(heard.stdout, check(&repo, &["--format", "plain"]).stdout);
    let drawn = heard
        .stdout
        .chars()
        .find(|character| ('\u{2500}'..='\u{25ff}').contains(character));
    assert_eq!(drawn, None, "{heard}");
}
