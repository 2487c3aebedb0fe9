//! What `check` does on real repositories: which texts it compares, what it says, how it ends,
//! and that it never writes.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::support::{FACTLINT, Repo, TODAY, codes, findings};

const ESTABLISHED: &str =
    "# Brumalis grandit\n\nBrumalis a levé 40 millions d'euros lors de sa série B, menée par le fonds Cassel.\n";
const CONTRADICTING: &str =
    "# Un tour de table\n\nLa société Brumalis, qui a levé 45 millions d'euros lors de sa série B, recrute à Nantes.\n";
const AGREEING: &str =
    "# Un tour de table\n\nLa société Brumalis, qui a levé 40 millions d'euros lors de sa série B, recrute à Nantes.\n";

const OLD: &str = "articles/2026-01-12-brumalis.md";
const NEW: &str = "articles/2026-02-03-nantes.md";

/// A repository that has established one figure.
fn newsroom() -> Repo {
    Repo::holding(&[(OLD, ESTABLISHED)])
}

/// The one finding of a run, about the funding.
#[track_caller]
fn only_funding(report: &Value) -> &Value {
    assert_eq!(codes(report), ["funding-amount"], "{report:#}");
    &findings(report)[0]
}

#[track_caller]
fn assert_silent(repo: &Repo, arguments: &[&str]) {
    let run = repo.check(arguments);
    assert_eq!(run.code, 0, "{run}");
    let report = repo.report(arguments);
    assert_eq!(findings(&report), &[] as &[Value], "{report:#}");
}

// --- What is compared with what

#[test]
fn a_staged_contradiction_is_refused_with_both_sentences() {
    let repo = newsroom();
    let commit = repo.git(&["rev-parse", "HEAD"]);
    repo.write(NEW, CONTRADICTING).stage();
    let run = repo.check(&["--staged"]).ended(1);
    for part in [
        "articles/2026-02-03-nantes.md:3:",
        "articles/2026-01-12-brumalis.md:3:",
        "45 M EUR",
        "40 M EUR",
        "45 millions d'euros",
        "40 millions d'euros",
        "error[funding-amount]",
        "Brumalis",
        &commit[..8],
        "2026-02-01",
        "Odile Ferrand",
        "factlint: ignore[funding-amount]",
        "1 error",
        "checked 1 changed article",
        "in 1 article (staged, as of 2026-02-20)",
    ] {
        assert!(run.stdout.contains(part), "no {part:?} in\n{run}");
    }
    assert_eq!(run.stderr, "", "{run}");
}

#[test]
fn a_staged_agreement_passes() {
    let repo = newsroom();
    repo.write(NEW, AGREEING).stage();
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("checked 1 changed article"), "{run}");
}

#[test]
fn every_format_ends_alike_and_keeps_standard_output_to_itself() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    let concise = repo.check(&["--staged", "--format", "concise"]).ended(1);
    assert_eq!(
        concise.stdout,
        "articles/2026-02-03-nantes.md:3:33: error[funding-amount] Brumalis: funding amount is 45 M EUR here, but 40 M EUR in articles/2026-01-12-brumalis.md\n"
    );
    assert!(concise.stderr.contains("checked 1 changed article"), "{concise}");
    assert!(concise.stderr.contains("1 error"), "{concise}");
    let json = repo.check(&["--staged", "--format", "json"]).ended(1);
    assert!(json.stderr.contains("checked 1 changed article"), "{json}");
    only_funding(&json.json());
}

#[test]
fn the_work_tree_is_checked_with_its_untracked_articles() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING);
    repo.check(&["--staged"]).ended(0);
    let report = repo.report(&[]);
    let finding = only_funding(&report);
    assert_eq!(finding["claim"]["path"], NEW);
    assert_eq!(report["scope"]["mode"], "worktree");
}

#[test]
fn ignored_files_are_no_part_of_the_work_tree() {
    let repo = newsroom();
    repo.write(".gitignore", "drafts/\n").commit("2026-02-02");
    repo.write("drafts/nantes.md", CONTRADICTING);
    assert_silent(&repo, &[]);
}

#[test]
fn the_index_and_the_work_tree_are_told_apart() {
    let repo = newsroom();
    repo.write(NEW, AGREEING).stage();
    repo.write(NEW, CONTRADICTING);
    repo.check(&["--staged"]).ended(0);
    repo.check(&[]).ended(1);

    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    repo.write(NEW, AGREEING);
    repo.check(&["--staged"]).ended(1);
    repo.check(&[]).ended(0);
}

#[test]
fn facts_come_from_the_index_too() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    repo.remove(OLD);
    repo.check(&["--staged"]).ended(1);
    repo.check(&[]).ended(0);
}

#[test]
fn paths_limit_what_is_reported_but_not_what_is_known() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING);
    repo.write("notes/nantes.md", CONTRADICTING.replace("45", "47"));
    assert_eq!(findings(&repo.report(&[])).len(), 2);
    let report = repo.report(&["notes"]);
    assert_eq!(only_funding(&report)["claim"]["path"], "notes/nantes.md");
    assert_eq!(only_funding(&repo.report(&[NEW]))["claim"]["path"], NEW);
    // A path is read from where the caller stands.
    let mut command = repo.command(FACTLINT, &["check", "--format", "json", "--as-of", TODAY, "nantes.md"]);
    let run = repo.run(command.current_dir(repo.path("notes"))).ended(1);
    assert_eq!(only_funding(&run.json())["claim"]["path"], "notes/nantes.md");
    let outside = repo.check(&["../elsewhere"]).ended(2);
    assert!(outside.stderr.contains("outside the repository"), "{outside}");
}

#[test]
fn an_audit_compares_everything_with_everything() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.check(&["--staged"]).ended(0);
    let report = repo.report(&["--all"]);
    assert_eq!(report["scope"]["mode"], "all");
    assert_eq!(report["scope"]["documents"], 2);
    let finding = only_funding(&report);
    // The younger article is the one to look at first.
    assert_eq!(finding["claim"]["path"], NEW);
    assert_eq!(finding["established"][0]["path"], OLD);
}

#[test]
fn a_branch_is_checked_against_its_base() {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "-b", "nantes"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    let report = repo.report(&["--base", "main"]);
    assert_eq!(only_funding(&report)["claim"]["path"], NEW);
    let report = repo.report(&["--from-ref", "main", "--to-ref", "nantes"]);
    assert_eq!(only_funding(&report)["claim"]["path"], NEW);
    repo.git(&["checkout", "--quiet", "main"]);
    assert_silent(&repo, &["--base", "nantes"]);
}

#[test]
fn a_branch_meets_what_the_base_has_learnt_meanwhile() {
    let repo = Repo::holding(&[("articles/index.md", "Rien de neuf à ce jour dans la vallée.\n")]);
    repo.git(&["checkout", "--quiet", "-b", "nantes"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-04");
    repo.git(&["checkout", "--quiet", "nantes"]);
    let report = repo.report(&["--base", "main"]);
    let finding = only_funding(&report);
    assert_eq!(finding["claim"]["path"], NEW);
    assert_eq!(finding["established"][0]["path"], OLD);
    let unknown = repo.check(&["--base", "nowhere"]).ended(2);
    assert!(unknown.stderr.contains("`nowhere`"), "{unknown}");
}

#[test]
fn a_merge_meets_what_both_parents_establish() {
    let repo = Repo::holding(&[("articles/index.md", "Rien de neuf à ce jour dans la vallée.\n")]);
    repo.git(&["checkout", "--quiet", "-b", "nantes"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED).commit("2026-02-04");
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "nantes"]);
    only_funding(&repo.report(&["--staged"]));
    // A contradiction that one parent holds already is not the merge's.
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    repo.write(
        "articles/quiet.md",
        "Le marché de Nantes ouvre tous les jours de la semaine.\n",
    )
    .commit("2026-02-04");
    repo.git(&["merge", "--quiet", "--no-commit", "--no-ff", "main"]);
    assert_silent(&repo, &["--staged"]);
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let repo = Repo::new();
    repo.write(OLD, ESTABLISHED).write(NEW, CONTRADICTING);
    only_funding(&repo.report(&[]));
    repo.stage();
    let report = repo.report(&["--staged"]);
    let finding = only_funding(&report);
    assert_eq!(finding["established"][0]["commit"], Value::Null);
    repo.check(&["--staged"]).ended(1);
}

#[test]
fn two_new_articles_may_contradict_each_other() {
    let repo = Repo::holding(&[("articles/index.md", "Rien de neuf à ce jour dans la vallée.\n")]);
    repo.write(OLD, ESTABLISHED).write(NEW, CONTRADICTING).stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(only_funding(&report)["claim"]["path"], NEW);
}

// --- What cannot be checked

#[test]
fn without_a_repository_there_is_one_line() {
    let repo = Repo::without_git();
    for arguments in [
        &["check"][..],
        &["check", "--staged"],
        &["check", "--all"],
        &["hook"],
        &["install"],
    ] {
        let run = repo.factlint(arguments).ended(2);
        assert_eq!(run.stdout, "", "{run}");
        assert_eq!(run.stderr.lines().count(), 1, "{run}");
        assert!(run.stderr.contains("no Git repository"), "{run}");
    }
}

#[test]
fn a_bare_repository_has_no_index_to_check() {
    let repo = newsroom();
    let bare = repo.beside("bare.git");
    repo.git(&[
        "clone",
        "--quiet",
        "--bare",
        ".",
        bare.to_str().expect("the path is UTF-8"),
    ]);
    let run_there = |arguments: &[&str]| repo.run(repo.command(FACTLINT, arguments).current_dir(&bare));
    for arguments in [&["check"][..], &["check", "--staged"]] {
        let run = run_there(arguments).ended(2);
        assert_eq!(run.stderr.lines().count(), 1, "{run}");
        assert!(run.stderr.contains("bare"), "{run}");
    }
    // What is committed can be checked.
    run_there(&["check", "--all"]).ended(0);
}

#[test]
fn a_repository_without_articles_is_not_clean() {
    let repo = Repo::holding(&[("src/main.c", "int main(void) { return 0; }\n")]);
    for arguments in [&["--staged"][..], &[], &["--all"]] {
        let run = repo.check(arguments).ended(3);
        assert!(run.stderr.contains("holds no article"), "{run}");
        assert!(!run.said().contains("no contradiction"), "{run}");
    }
    let repo = newsroom();
    repo.write("src/main.c", "int main(void) { return 0; }\n");
    repo.check(&["src"]).ended(3);
    // A hook has nothing to object to.
    let repo = Repo::holding(&[("src/main.c", "int main(void) { return 0; }\n")]);
    repo.factlint(&["hook"]).ended(0);
}

#[test]
fn an_article_that_cannot_be_read_is_never_clean() {
    let table: [(&str, &[u8], &str); 4] = [
        ("not UTF-8", b"Brumalis a lev\xe9 45 millions d'euros lors de sa s\xe9rie B.\n", "not UTF-8"),
        ("UTF-16", b"\xff\xfeB\0r\0u\0m\0a\0", "UTF-16"),
        ("binary", b"Brumalis\0\x01\x02\x03 a lev", "binary"),
        (
            "an LFS pointer",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
            "Git LFS",
        ),
    ];
    for (name, bytes, reason) in table {
        let repo = newsroom();
        repo.write(NEW, bytes).stage();
        for arguments in [&["--staged"][..], &[]] {
            let run = repo.check(arguments).ended(2);
            assert!(run.stdout.contains(&format!("could not read {NEW}")), "{name}: {run}");
            assert!(run.stdout.contains(reason), "{name}: {run}");
            assert!(
                !run.stdout.contains("no contradiction found"),
                "{name} counts as clean: {run}"
            );
            assert!(run.stdout.contains("checked 0 changed articles"), "{name}: {run}");
        }
        let report = repo.report(&["--staged"]);
        assert_eq!(report["scope"]["unreadable"][0]["path"], NEW, "{name}");
        // In the base it is a remark: what is committed next need not suffer for it.
        repo.commit("2026-02-03");
        repo.write("articles/2026-02-10-c.md", AGREEING).stage();
        let run = repo.check(&["--staged"]).ended(0);
        assert!(
            run.stdout.contains("could not be read") && run.stdout.contains(NEW),
            "{name}: {run}"
        );
    }
}

#[test]
fn an_unreadable_article_does_not_hide_a_finding_elsewhere() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING)
        .write("articles/b.md", b"caf\xe9\n")
        .stage();
    let run = repo.check(&["--staged"]).ended(2);
    assert!(run.stdout.contains("error[funding-amount]"), "{run}");
    assert!(run.stdout.contains("could not read articles/b.md"), "{run}");
}

#[test]
fn an_article_in_another_language_is_said_not_to_be_read() {
    let repo = newsroom();
    let german = "# Der Hafen\n\nDie Firma Brumalis hat in ihrer zweiten Runde 45 Millionen Euro eingesammelt, und der Vorstand freut sich sehr \
                  darüber. Die Stadt möchte, dass das Unternehmen bald auch am Hafen neue Arbeitsplätze schafft.\n";
    repo.write(NEW, german).stage();
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains(&format!("not read (language: de): {NEW}")), "{run}");
    assert!(run.stdout.contains("checked 0 changed articles"), "{run}");
    assert!(
        !run.stdout.contains("no contradiction found"),
        "what was not read counts as clean: {run}"
    );
    assert_eq!(repo.report(&["--staged"])["scope"]["not_read"][0]["language"], "de");
}

#[cfg(unix)]
#[test]
fn links_and_submodules_are_told_and_not_followed() {
    let repo = newsroom();
    std::os::unix::fs::symlink("2026-01-12-brumalis.md", repo.path("articles/link.md")).expect("a link can be made");
    repo.stage();
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("not read: articles/link.md is a link"), "{run}");
    assert!(run.stdout.contains("checked 0 changed articles"), "{run}");

    let repo = newsroom();
    let head = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&[
        "update-index",
        "--add",
        "--cacheinfo",
        &format!("160000,{},articles/other.md", head.trim()),
    ]);
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("articles/other.md"), "{run}");
    assert!(run.stdout.contains("checked 0 changed articles"), "{run}");
}

#[test]
fn a_conflicted_article_is_not_clean() {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(OLD, ESTABLISHED.replace("40", "41")).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write(OLD, ESTABLISHED.replace("40", "42")).commit("2026-02-03");
    assert_ne!(repo.try_git(&["merge", "--quiet", "side"]).code, 0);
    let run = repo.check(&["--staged"]).ended(2);
    assert!(run.said().contains(OLD), "{run}");
    assert!(run.said().contains("conflict"), "{run}");
}

// --- JSON

/// Everything that a report says of places holds in the stored bytes.
#[track_caller]
fn assert_places(repo: &Repo, report: &Value) {
    assert_eq!(report["schema"], 1);
    for finding in findings(report) {
        let sides = std::iter::once(&finding["claim"]).chain(finding["established"].as_array().into_iter().flatten());
        for side in sides {
            let path = side["path"].as_str().expect("a side has a path");
            let text = repo.read(path);
            let at = |span: &Value, end: &str| {
                span[end]
                    .as_u64()
                    .and_then(|at| usize::try_from(at).ok())
                    .expect("a span has ends")
            };
            let (start, end) = (at(&side["span"], "start"), at(&side["span"], "end"));
            let (first, last) = (at(&side["sentence"], "start"), at(&side["sentence"], "end"));
            assert_eq!(text.get(start..end), side["text"].as_str(), "{side:#}");
            assert!(first <= start && end <= last && start < end, "{side:#}");
            assert!(text.is_char_boundary(first) && text.is_char_boundary(last), "{side:#}");
            let before = &text[..start];
            let line = before.rsplit('\n').next().unwrap_or_default();
            assert_eq!(side["line"], before.matches('\n').count() + 1, "{side:#}");
            assert_eq!(side["column"], line.chars().count() + 1, "{side:#}");
            assert_eq!(side["utf16_column"], line.encode_utf16().count() + 1, "{side:#}");
        }
    }
}

#[test]
fn offsets_cut_the_value_out_of_the_stored_bytes() {
    let texts = [
        (
            "accents",
            "# L’été à Évreux\n\nÀ l’orée du bois, dès février, la société Brumalis a levé 45 millions d’euros lors de sa série B.\n",
        ),
        (
            "carriage returns",
            "# Été\r\n\r\nLa société Brumalis, déjà célèbre,\r\na levé 45 millions\r\nd'euros lors de sa série B.\r\n",
        ),
        (
            "byte order mark",
            "\u{feff}Brumalis a levé 45 millions d'euros lors de sa série B.\n",
        ),
        (
            "spaces that do not break",
            "«\u{a0}Déjà\u{a0}», dit-on\u{202f}: Brumalis a levé 45\u{a0}millions\u{202f}d’euros lors de sa série B.\n",
        ),
        (
            "beyond the basic plane",
            "Le 𝄞 et le 🎻 jouent, et Brumalis a levé 45 millions d'euros lors de sa série B.\n",
        ),
        (
            "emphasis",
            "La société **Brumalis** a levé *45 millions* d'euros lors de sa [série B](https://example.org/b).\n",
        ),
        (
            "decomposed accents",
            "La socie\u{301}te\u{301} Brumalis a leve\u{301} 45 millions d'euros lors de sa se\u{301}rie B.\n",
        ),
    ];
    let mut missed = Vec::new();
    for (name, text) in texts {
        let repo = newsroom();
        repo.write(NEW, text).stage();
        let report = repo.report(&["--staged"]);
        assert_places(&repo, &report);
        if codes(&report) != ["funding-amount"] {
            missed.push(name);
        }
    }
    assert_eq!(missed, [] as [&str; 0], "the contradiction is not seen");
}

#[test]
fn the_report_for_programs_has_its_shape() {
    let repo = newsroom();
    let commit = repo.git(&["rev-parse", "HEAD"]);
    repo.write(NEW, CONTRADICTING).stage();
    let report = repo.report(&["--staged"]);
    let keys: Vec<&str> = report
        .as_object()
        .expect("the report is an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys.into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from(["findings", "schema", "scope", "summary"])
    );
    let finding = only_funding(&report);
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["entity"], "Brumalis");
    assert_eq!(finding["attribute"], "funding-amount");
    assert_eq!(finding["claim"]["value"], "45 M EUR");
    assert_eq!(finding["claim"]["text"], "45 millions d'euros");
    assert_eq!(finding["claim"]["modality"], "asserted");
    assert_eq!(finding["claim"]["as_of"], "2026-02-03");
    assert_eq!(finding["established"][0]["value"], "40 M EUR");
    assert_eq!(finding["established"][0]["as_of"], "2026-01-12");
    assert_eq!(finding["established"][0]["commit"], commit.trim());
    assert_eq!(finding["established"][0]["date"], "2026-02-01");
    assert_eq!(
        report["summary"],
        serde_json::json!({"errors": 1, "warnings": 0, "notes": 0, "suppressed": 0})
    );
    assert_eq!(report["scope"]["documents"], 1);
    assert_eq!(report["scope"]["articles"], 1);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let repo = newsroom();
    for number in 0..40 {
        repo.write(
            &format!("articles/filler-{number}.md"),
            "La ville de Nantes compte sept ponts.\n",
        );
        repo.write(
            &format!("articles/other-{number}.md"),
            CONTRADICTING.replace("45", &(50 + number).to_string()),
        );
    }
    repo.stage();
    let first = repo.check(&["--staged", "--format", "json"]);
    for _ in 0..3 {
        assert_eq!(repo.check(&["--staged", "--format", "json"]).stdout, first.stdout);
    }
    assert_eq!(findings(&first.json()).len(), 40);
}

// --- Ways out

#[test]
fn a_directive_suppresses_what_follows_it() {
    for directive in [
        "<!-- factlint: ignore le montant est contesté -->",
        "<!-- factlint: ignore[funding-amount] le montant est contesté -->",
        "<!-- factlint: ignore[seat, funding-amount] le montant est contesté -->",
    ] {
        let repo = newsroom();
        let text = CONTRADICTING.replace("La société", &format!("{directive}\n\nLa société"));
        repo.write(NEW, text).stage();
        let run = repo.check(&["--staged"]).ended(0);
        assert!(run.stdout.contains("1 suppressed"), "{directive}: {run}");
        let report = repo.report(&["--staged"]);
        assert_eq!(report["summary"]["suppressed"], 1, "{directive}");
        assert_eq!(codes(&report), [] as [&str; 0], "{directive}");
    }
}

#[test]
fn a_directive_on_the_established_side_counts_too() {
    let repo = Repo::holding(&[(
        OLD,
        &ESTABLISHED.replace(
            "Brumalis a levé",
            "<!-- factlint: ignore[funding-amount] chiffre ancien -->\nBrumalis a levé",
        ),
    )]);
    repo.write(NEW, CONTRADICTING).stage();
    repo.check(&["--staged"]).ended(0);
}

#[test]
fn a_directive_for_another_rule_suppresses_nothing_and_is_told() {
    let repo = newsroom();
    repo.write(
        NEW,
        CONTRADICTING.replace("La société", "<!-- factlint: ignore[seat] déménagé -->\n\nLa société"),
    )
    .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["unused-suppression", "funding-amount"]);
    assert_eq!(findings(&report)[0]["severity"], "note");
    assert_places(&repo, &report);
}

#[test]
fn an_unused_directive_is_a_note_and_fails_nothing() {
    let repo = newsroom();
    repo.write(
        NEW,
        AGREEING.replace(
            "La société",
            "<!-- factlint: ignore[funding-amount] contesté -->\n\nLa société",
        ),
    )
    .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["unused-suppression"]);
    assert_eq!(findings(&report)[0]["severity"], "note");
    repo.check(&["--staged"]).ended(0);
}

#[test]
fn a_run_may_ignore_a_rule() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    let run = repo.check(&["--staged", "--ignore", "funding-amount"]).ended(0);
    assert!(run.stdout.contains("1 suppressed"), "{run}");
    repo.check(&["--staged", "--ignore", "seat"]).ended(1);
    let unknown = repo.check(&["--staged", "--ignore", "funding-amuont"]).ended(2);
    assert!(
        unknown.stderr.contains("funding-amount"),
        "a slip of the pen goes unnoticed: {unknown}"
    );
}

// --- Configuration

const HEDGED: &str = "# Un tour de table\n\nLa société Brumalis aurait levé 45 millions d'euros lors de sa série B.\n";

#[test]
fn the_configuration_says_what_fails() {
    let repo = newsroom();
    repo.write(NEW, HEDGED).stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(only_funding(&report)["severity"], "warning");
    repo.check(&["--staged"]).ended(0);
    repo.write("factlint.toml", "fail-on = \"warning\"\n").stage();
    repo.check(&["--staged"]).ended(1);
    repo.write("factlint.toml", "fail-on = \"never\"\n")
        .write(NEW, CONTRADICTING)
        .stage();
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("error[funding-amount]"), "{run}");
    assert!(
        run.stdout.contains("this change also alters the judge: factlint.toml"),
        "{run}"
    );
}

#[test]
fn the_configuration_comes_from_the_side_that_is_checked() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    repo.write("factlint.toml", "fail-on = \"never\"\n");
    repo.check(&["--staged"]).ended(1);
    repo.check(&[]).ended(0);
}

#[test]
fn archives_may_establish_nothing() {
    let repo = Repo::holding(&[("archive/2026-01-12-brumalis.md", ESTABLISHED)]);
    repo.write(NEW, CONTRADICTING).stage();
    repo.check(&["--staged"]).ended(1);
    repo.write(
        "factlint.toml",
        "[[overrides]]\npaths = [\"archive/**\"]\nestablishes = false\n",
    )
    .commit("2026-02-02");
    let repo = Repo::holding(&[
        ("archive/2026-01-12-brumalis.md", ESTABLISHED),
        (
            "factlint.toml",
            "[[overrides]]\npaths = [\"archive/**\"]\nestablishes = false\n",
        ),
    ]);
    repo.write(NEW, CONTRADICTING).stage();
    assert_silent(&repo, &["--staged"]);
}

#[test]
fn articles_are_what_the_configuration_includes() {
    let repo = Repo::holding(&[
        (OLD, ESTABLISHED),
        (
            "factlint.toml",
            "include = [\"articles/**/*.md\"]\nexclude = [\"articles/drafts/**\"]\n",
        ),
    ]);
    repo.write("notes/a.md", CONTRADICTING)
        .write("articles/drafts/a.md", CONTRADICTING)
        .stage();
    assert_silent(&repo, &["--staged"]);
    repo.write("articles/deep/a.md", CONTRADICTING).stage();
    only_funding(&repo.report(&["--staged"]));
}

#[test]
fn a_configured_alias_is_the_same_entity() {
    let other_name = CONTRADICTING.replace("Brumalis", "Kervenn");
    let repo = newsroom();
    repo.write(NEW, &other_name).stage();
    assert_silent(&repo, &["--staged"]);
    repo.write(
        "factlint.toml",
        "[[entity]]\nname = \"Brumalis\"\nkind = \"organization\"\naliases = [\"Kervenn\"]\n",
    )
    .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(only_funding(&report)["entity"], "Brumalis");
}

#[test]
fn a_pinned_fact_outranks_articles() {
    let config = "facts = [\"facts/*.toml\"]\n";
    let pinned = "[[fact]]\nentity = \"Brumalis\"\nattribute = \"funding-amount\"\nvalue = \"42 millions d'euros\"\nas-of = \"2026-01\"\n\
                  source = \"https://example.org/brumalis\"\n";
    let repo = Repo::holding(&[("factlint.toml", config), ("facts/brumalis.toml", pinned)]);
    repo.write(OLD, ESTABLISHED).stage();
    let report = repo.report(&["--staged"]);
    let finding = only_funding(&report);
    assert_eq!(finding["established"][0]["path"], "facts/brumalis.toml");
    assert_eq!(finding["established"][0]["text"], "42 millions d'euros");
    assert_places(&repo, &report);
    // Both speak against the new sentence; the pinned one comes first.
    repo.commit("2026-02-02");
    repo.write(NEW, CONTRADICTING).stage();
    let report = repo.report(&["--staged"]);
    let established: Vec<&Value> = only_funding(&report)["established"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    let paths: Vec<&str> = established.iter().filter_map(|side| side["path"].as_str()).collect();
    assert_eq!(paths, ["facts/brumalis.toml", OLD]);
}

#[test]
fn mistakes_in_the_configuration_are_told_all_at_once() {
    let repo = newsroom();
    repo.write(
        "factlint.toml",
        "fail_on = \"error\"\nexlude = [\"drafts/**\"]\n\n[[entity]]\nname = \"Brumalis\"\nkind = \"organisation\"\n",
    );
    repo.write(NEW, CONTRADICTING).stage();
    let run = repo.check(&["--staged"]).ended(2);
    for part in [
        "factlint.toml:1:",
        "`fail-on`",
        "factlint.toml:2:",
        "`exclude`",
        "factlint.toml:6:",
        "\"organization\"",
        "error[invalid-config]",
    ] {
        assert!(run.stdout.contains(part), "no {part:?} in\n{run}");
    }
    assert!(!run.stdout.contains("no contradiction found"), "{run}");
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["invalid-config"; 3]);
    assert_places(&repo, &report);
}

#[test]
fn a_bad_value_is_told_with_what_is_allowed() {
    let repo = newsroom();
    repo.write("factlint.toml", "fail-on = \"errors\"\nminimum-version = \"99.0\"\n")
        .stage();
    let run = repo.check(&["--staged"]).ended(2);
    for part in [
        "factlint.toml:1:",
        "error, warning or never",
        "factlint.toml:2:",
        "99.0",
    ] {
        assert!(run.stdout.contains(part), "no {part:?} in\n{run}");
    }
    repo.write("factlint.toml", "fail-on = \n").stage();
    let run = repo.check(&["--staged"]).ended(2);
    assert!(run.stdout.contains("factlint.toml:1:"), "{run}");
}

#[test]
fn two_configurations_are_one_too_many() {
    let repo = newsroom();
    repo.write("factlint.toml", "").write(".factlint.toml", "").stage();
    let run = repo.check(&["--staged"]).ended(2);
    assert!(run.stdout.contains(".factlint.toml"), "{run}");
}

#[test]
fn a_rule_that_can_match_nothing_is_told() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), ("factlint.toml", "rules = [\"rules/*.toml\"]\n")]);
    let rule = "id = \"berths\"\nsummary = \"How many berths a harbour has\"\nwhy = \"A harbour is built once.\"\nattribute = \"berths\"\n\
                subject = \"organization\"\nvalue = \"count\"\ncardinality = \"single\"\npersistence = \"fixed\"\nseverity = \"error\"\n";
    repo.write("rules/berths.toml", rule).stage();
    let run = repo.check(&["--staged"]).ended(2);
    assert!(run.stdout.contains("error[invalid-rule]"), "{run}");
    assert!(run.stdout.contains("rules/berths.toml"), "{run}");
    assert!(
        run.stdout.contains("triggers") || run.stdout.contains("patterns"),
        "{run}"
    );
}

#[test]
fn a_rule_of_the_repository_works_like_a_built_in_one() {
    let rule = "id = \"berths\"\nsummary = \"How many berths a harbour has\"\nwhy = \"A harbour is built once.\"\nattribute = \"berths\"\n\
                subject = \"organization\"\nvalue = \"count\"\nnouns.en = [\"berth\"]\nnouns.fr = [\"anneau\"]\ncardinality = \"single\"\n\
                persistence = \"fixed\"\nseverity = \"error\"\ntriggers.en = [\"berth\"]\ntriggers.fr = [\"anneau\"]\n\
                patterns = ['{subject} has {value}']\n\n[[example]]\nestablished = \"The marina of Port Ellery Company has 240 berths.\"\n\
                change = \"Port Ellery Company has 310 berths.\"\nverdict = \"contradiction\"\n";
    let repo = Repo::holding(&[
        ("factlint.toml", "rules = [\"rules/*.toml\"]\n"),
        ("rules/berths.toml", rule),
        (
            "articles/a.md",
            "# The marina\n\nIn the old harbour, the Port Ellery Company has 240 berths and a long waiting list.\n",
        ),
    ]);
    repo.write(
        "articles/b.md",
        "# Sailing\n\nThe Port Ellery Company has 310 berths, and it wants to build more of them.\n",
    )
    .stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["berths"], "{report:#}");
}

// --- What is new and what is not

#[test]
fn what_was_wrong_before_is_not_reported_when_it_moves() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    let moves: [(&str, String); 5] = [
        (
            "reflowed",
            CONTRADICTING
                .replace("qui a levé", "qui\na levé")
                .replace("lors de", "lors\nde"),
        ),
        (
            "moved down",
            CONTRADICTING.replace("La société", "Le quai est calme ce matin.\n\nLa société"),
        ),
        ("another line end", CONTRADICTING.replace('\n', "\r\n")),
        ("set bold", CONTRADICTING.replace("45 millions", "**45 millions**")),
        (
            "trailing text",
            format!("{CONTRADICTING}\nLe quai est calme ce matin.\n"),
        ),
    ];
    for (name, text) in moves {
        repo.write(NEW, text).stage();
        let report = repo.report(&["--staged"]);
        assert_eq!(codes(&report), [] as [&str; 0], "{name}: {report:#}");
        assert_eq!(report["scope"]["documents"], 1, "{name}");
    }
}

#[test]
fn a_renamed_article_brings_nothing_new() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.git(&["mv", NEW, "articles/2026-02-03-un-tour.md"]);
    assert_silent(&repo, &["--staged"]);
}

#[test]
fn a_correction_is_silent() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-03");
    repo.write(NEW, AGREEING).stage();
    assert_silent(&repo, &["--staged"]);
    // Both at once: the figure changes everywhere.
    repo.write(NEW, CONTRADICTING)
        .write(OLD, ESTABLISHED.replace("40", "45"))
        .stage();
    assert_silent(&repo, &["--staged"]);
}

#[test]
fn an_edit_that_makes_an_old_article_contradict_is_found() {
    let repo = newsroom();
    repo.write(NEW, AGREEING).commit("2026-02-03");
    repo.write(NEW, CONTRADICTING).stage();
    let report = repo.report(&["--staged"]);
    assert_eq!(only_funding(&report)["claim"]["path"], NEW);
}

#[test]
fn a_deleted_article_establishes_nothing() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).remove(OLD).stage();
    assert_silent(&repo, &["--staged"]);
}

#[test]
fn one_article_may_contradict_itself() {
    let repo = Repo::holding(&[("articles/index.md", "Rien de neuf à ce jour dans la vallée.\n")]);
    let text = format!("{ESTABLISHED}\nBrumalis a levé 45 millions d'euros lors de sa série B.\n");
    repo.write(OLD, text).stage();
    let report = repo.report(&["--staged"]);
    let finding = only_funding(&report);
    assert_eq!(finding["claim"]["line"], 5, "the later sentence is the claim");
    assert_places(&repo, &report);
}

#[test]
fn a_shallow_clone_is_checked_too() {
    let repo = newsroom();
    repo.write(
        "articles/quiet.md",
        "Le marché de Nantes ouvre tous les jours de la semaine.\n",
    )
    .commit("2026-02-02");
    let clone = repo.beside("shallow");
    let origin = format!("file://{}", repo.top().display());
    repo.git(&[
        "clone",
        "--quiet",
        "--depth=1",
        &origin,
        clone.to_str().expect("the path is UTF-8"),
    ]);
    std::fs::write(clone.join(NEW), CONTRADICTING).expect("the file can be written");
    let run = repo
        .run(
            repo.command(FACTLINT, &["check", "--format", "json", "--as-of", TODAY])
                .current_dir(&clone),
        )
        .ended(1);
    only_funding(&run.json());
}

// --- Safety

#[test]
fn an_article_cannot_drive_the_terminal() {
    let repo = newsroom();
    let hostile = "La société Brumalis\u{1b}[2J\u{7}, qui a levé 45 millions d'euros lors de sa série B\u{1b}]0;titre\u{7}, recrute\u{202e} à Nantes.\n";
    repo.write("articles/\u{1b}[31mrouge.md", hostile)
        .write(NEW, CONTRADICTING.replace("recrute", "\u{9b}2Jrecrute\u{202e}"))
        .stage();
    for format in ["human", "concise", "json"] {
        let run = repo.check(&["--staged", "--format", format]);
        assert!(run.code < 3, "{format}: {}", run.code);
        for text in [&run.stdout, &run.stderr] {
            let raw: Vec<char> = text
                .chars()
                .filter(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}')
                .collect();
            assert!(raw.is_empty(), "{format}: {raw:?}");
        }
        assert!(run.stdout.contains("funding-amount"), "{format}: {run}");
    }
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let repo = newsroom();
    for number in 0..60 {
        repo.write(
            &format!("articles/other-{number}.md"),
            CONTRADICTING.replace("45", &(50 + number).to_string()),
        );
    }
    repo.stage();
    let (reader, writer) = std::io::pipe().expect("a pipe can be made");
    drop(reader);
    let mut command: Command = repo.command(FACTLINT, &["check", "--staged", "--as-of", TODAY]);
    let status = command
        .stdout(writer)
        .stderr(std::process::Stdio::null())
        .status()
        .expect("the program runs");
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
}

#[test]
fn nothing_is_ever_written() {
    let repo = newsroom();
    repo.write(NEW, AGREEING).stage();
    repo.write(NEW, CONTRADICTING)
        .write("articles/untracked.md", CONTRADICTING);
    let before = repo.everything();
    let runs: [&[&str]; 9] = [
        &["check"],
        &["check", "--staged"],
        &["check", "--all"],
        &["check", "--base", "HEAD"],
        &["check", "--format", "json"],
        &["check", "articles"],
        &["hook"],
        &["hook", NEW],
        &["extract", NEW],
    ];
    for arguments in runs {
        let run = repo.factlint(arguments);
        assert!(run.code < 2, "{arguments:?}: {run}");
        let after = repo.everything();
        let differing: Vec<_> = before
            .keys()
            .chain(after.keys())
            .filter(|path| before.get(*path) != after.get(*path))
            .collect();
        assert_eq!(differing, [] as [&std::path::PathBuf; 0], "{arguments:?} wrote");
    }
}
