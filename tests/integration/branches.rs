//! Commits, branches and texts that are compared with what was there before, and who is the judge of that.
#![cfg(unix)]

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::newsroom::{
    AGREEING, CONTRADICTING, ESTABLISHED, INDEX, MOVED, NEW, OLD, OTHER, OTHER_YEAR, QUIET, STAGED, assert_one_line,
    assert_pair, assert_pair_found, assert_silent, json_check, newsroom,
};
use crate::support::{FACTLINT, Repo, Run, TODAY, codes, dated, findings};

const SOURCE: &str = "src/main.c";
const CONFIG: &str = "factlint.toml";
const MAIN: &[&str] = &["--base", "main"];

type Files<'f> = &'f [(&'f str, &'f str)];
type Edit = fn(&Repo);
type Place = (&'static str, u64);

fn put(repo: &Repo, files: Files<'_>) {
    for (path, text) in files {
        repo.write(path, text);
    }
}

/// A branch that adds these files to a newsroom; it is checked out.
fn branch(files: Files<'_>) -> Repo {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    put(&repo, files);
    repo.commit("2026-02-02");
    repo
}

/// What `main` does after the branch that is checked out has left it.
fn meanwhile(repo: &Repo, edit: impl FnOnce(&Repo)) {
    repo.git(&["checkout", "--quiet", "main"]);
    edit(repo);
    repo.commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "side"]);
}

// --- One commit

#[test]
fn a_commit_is_compared_with_its_parents_and_read_as_it_was() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED), (NEW, CONTRADICTING)]);
    let root = json_check(&repo, &["--commit", "HEAD"]).ended(1).json();
    assert_pair(&root, (OLD, 3), (NEW, 3));
    assert_eq!(
        findings(&root)[0]["established"][0]["commit"],
        repo.git(&["rev-parse", "HEAD"]).trim()
    );
    assert_eq!(root["scope"]["sides"], "commit HEAD");
    repo.write(OTHER, OTHER_YEAR).commit("2026-02-02");
    assert_pair_found(&repo, &["--commit", "HEAD"], (OTHER, 3), (NEW, 3));
    repo.write(INDEX, QUIET).commit("2026-02-03");
    assert_silent(&repo, &["--commit", "HEAD"]);
    repo.remove(OTHER).write(NEW, AGREEING).commit("2026-02-04");
    assert_silent(&repo, &["--commit", "HEAD"]);
    // What was mended later was wrong then.
    assert_pair_found(&repo, &["--commit", "HEAD~2"], (OTHER, 3), (NEW, 3));
    repo.write(OTHER, b"caf\xe9\n").stage();
    assert_pair_found(&repo, &["--commit", "HEAD~2"], (OTHER, 3), (NEW, 3));
    assert_one_line(&repo.check(&["--commit", "HEAD~4"]), "`HEAD~4`");
    assert_one_line(&repo.check(&["--commit", "nowhere"]), "`nowhere`");
}

#[test]
fn a_merge_commit_answers_for_what_no_parent_holds() {
    let merged = |repo: &Repo| {
        let mut command = repo.command("git", &["merge", "--quiet", "--no-edit", "main"]);
        assert_eq!(repo.run(dated(&mut command, TODAY)).code, 0);
    };
    let repo = branch(&[(NEW, CONTRADICTING)]);
    meanwhile(&repo, |repo| put(repo, &[(INDEX, QUIET)]));
    merged(&repo);
    assert_silent(&repo, &["--commit", "HEAD"]);
    assert_pair_found(&repo, &["--commit", "HEAD^"], (NEW, 3), (OLD, 3));

    let repo = branch(&[(OLD, QUIET), (NEW, QUIET)]);
    repo.write(OTHER, OTHER_YEAR).commit("2026-02-02");
    meanwhile(&repo, |repo| put(repo, &[(INDEX, CONTRADICTING)]));
    merged(&repo);
    let report = json_check(&repo, &["--commit", "HEAD"]).ended(1).json();
    assert_pair(&report, (INDEX, 3), (OTHER, 3));
    let main = repo.git(&["rev-parse", "main"]);
    assert_eq!(findings(&report)[0]["claim"]["commit"], main.trim());
    assert_silent(&repo, &["--commit", "HEAD^"]);
}

// --- A branch and its base

#[test]
fn what_the_base_did_meanwhile_counts() {
    let table: [(&str, Edit, Option<Place>); 6] = [
        ("nothing of it", |repo| put(repo, &[(OTHER, QUIET)]), Some((OLD, 3))),
        ("corrected", |repo| put(repo, &[(OLD, CONTRADICTING)]), None),
        ("another figure", |repo| put(repo, &[(OLD, OTHER_YEAR)]), Some((OLD, 3))),
        ("deleted", |repo| _ = repo.remove(OLD), None),
        ("renamed", |repo| _ = repo.git(&["mv", OLD, MOVED]), Some((MOVED, 3))),
        (
            "renamed and corrected",
            |repo| {
                repo.git(&["mv", OLD, MOVED]);
                repo.write(MOVED, ESTABLISHED.replace("1987", "1991"));
            },
            None,
        ),
    ];
    for (name, edit, established) in table {
        let repo = branch(&[(NEW, CONTRADICTING), (INDEX, QUIET)]);
        meanwhile(&repo, edit);
        let report = repo.report(MAIN);
        match established {
            Some(established) => assert_pair(&report, (NEW, 3), established),
            None => assert_eq!(codes(&report), [] as [&str; 0], "{name}: {report:#}"),
        }
        assert_eq!(report["scope"]["sides"], "base main", "{name}");
        assert_eq!(report["scope"]["documents"], 2, "{name}: {report:#}");
    }
}

#[test]
fn a_branch_does_not_answer_for_its_base() {
    let repo = branch(&[(INDEX, QUIET)]);
    meanwhile(&repo, |repo| put(repo, &[(NEW, CONTRADICTING)]));
    assert_silent(&repo, MAIN);
    assert_pair_found(&repo, &["--from-ref", "side", "--to-ref", "main"], (NEW, 3), (OLD, 3));
}

#[test]
fn a_base_may_be_an_ancestor_or_head_itself() {
    let repo = branch(&[(NEW, CONTRADICTING)]);
    for base in ["main", "HEAD~1", "side~1"] {
        assert_pair_found(&repo, &["--base", base], (NEW, 3), (OLD, 3));
    }
    let run = repo.check(&["--base", "HEAD"]).ended(0);
    assert!(run.stdout.starts_with("nothing to check"), "{run}");
}

#[test]
fn what_no_hook_saw_is_found_by_range() {
    let installed = || {
        let repo = Repo::holding(&[(INDEX, QUIET)]);
        repo.git(&["checkout", "--quiet", "-b", "side"]);
        repo.write(NEW, CONTRADICTING).commit("2026-02-02");
        meanwhile(&repo, |repo| put(repo, &[(OLD, ESTABLISHED)]));
        repo.factlint(&["install"]).ended(0);
        repo
    };
    let repo = installed();
    let mut command = repo.command("git", &["rebase", "--quiet", "main"]);
    assert_eq!(repo.run(dated(&mut command, TODAY)).code, 0);
    let report = repo.report(&["--from-ref", "ORIG_HEAD", "--to-ref", "HEAD"]);
    assert_pair(&report, (OLD, 3), (NEW, 3));
    assert_pair_found(&repo, &["--from-ref", "main", "--to-ref", "HEAD"], (NEW, 3), (OLD, 3));
    assert_silent(&repo, &["--from-ref", "HEAD", "--to-ref", "main"]);

    let repo = installed();
    repo.git(&["checkout", "--quiet", "main"]);
    let mut command = repo.command("git", &["cherry-pick", "side"]);
    assert_eq!(repo.run(dated(&mut command, TODAY)).code, 0);
    assert_pair_found(&repo, &["--from-ref", "HEAD~1", "--to-ref", "HEAD"], (NEW, 3), (OLD, 3));
    repo.check(&["--from-ref", "HEAD~1"]).ended(2);
}

// --- A text from standard input

/// `factlint check` with this text on standard input.
fn fed(repo: &Repo, folder: &Path, arguments: &[&str], text: impl AsRef<[u8]>) -> Run {
    let file = repo.beside("input");
    fs::write(&file, text).expect("a file can be written");
    let input = fs::File::open(&file).expect("the file can be opened");
    let arguments = [&["check", "--as-of", TODAY], arguments].concat();
    let mut command = repo.command(FACTLINT, &arguments);
    repo.run(command.current_dir(folder).stdin(input))
}

fn text(repo: &Repo, path: &str, text: impl AsRef<[u8]>) -> Run {
    let arguments = ["--format", "json", "--stdin-filename", path, "-"];
    fed(repo, repo.top(), &arguments, text)
}

#[test]
fn a_text_is_checked_as_if_it_stood_there() {
    let repo = newsroom();
    let before = repo.everything();
    let report = text(&repo, NEW, CONTRADICTING).ended(1).json();
    assert_pair(&report, (NEW, 3), (OLD, 3));
    assert_eq!(report["scope"]["sides"], format!("text as {NEW}"));
    text(&repo, NEW, AGREEING).ended(0);
    // Its old sentence is gone.
    let report = text(&repo, OLD, CONTRADICTING).ended(0).json();
    assert_eq!(report["scope"]["facts"], 0, "{report:#}");
    let both = format!("{ESTABLISHED}\n{CONTRADICTING}");
    assert_pair(&text(&repo, OLD, both).ended(1).json(), (OLD, 7), (OLD, 3));
    let run = fed(&repo, repo.top(), &["--stdin-filename", OLD, "-"], ESTABLISHED).ended(0);
    assert!(run.stdout.starts_with("nothing to check"), "{run}");
    assert_eq!(repo.everything(), before);
}

#[test]
fn a_text_meets_what_is_committed_and_nothing_else() {
    let repo = newsroom();
    repo.write(OLD, CONTRADICTING).write(OTHER, OTHER_YEAR);
    repo.git(&["add", OTHER]);
    assert_pair(&text(&repo, NEW, CONTRADICTING).ended(1).json(), (NEW, 3), (OLD, 3));
    text(&repo, NEW, AGREEING).ended(0);
    // What is wrong elsewhere is not this text's.
    repo.commit("2026-02-02");
    let report = text(&repo, NEW, QUIET).ended(0).json();
    assert_eq!(codes(&report), [] as [&str; 0], "{report:#}");
    assert_pair(&text(&repo, NEW, OTHER_YEAR).ended(1).json(), (NEW, 3), (OLD, 3));
}

#[test]
fn a_path_for_a_text_is_read_from_where_one_stands() {
    let repo = newsroom();
    repo.write("notes/a.txt", QUIET).commit("2026-02-02");
    let whole = repo.path(NEW);
    let whole = whole.to_str().expect("the path is UTF-8");
    for (path, stands) in [("../articles/history.md", NEW), ("b.md", "notes/b.md"), (whole, NEW)] {
        let arguments = ["--format", "json", "--stdin-filename", path, "-"];
        let run = fed(&repo, &repo.path("notes"), &arguments, CONTRADICTING).ended(1);
        assert_pair(&run.json(), (stands, 3), (OLD, 3));
    }
}

#[test]
fn a_text_that_cannot_be_checked_is_not_clean() {
    let repo = newsroom();
    let report = text(&repo, NEW, b"caf\xe9\n").ended(2).json();
    assert_eq!(report["scope"]["unreadable"][0]["path"], NEW, "{report:#}");
    let run = text(&repo, SOURCE, CONTRADICTING).ended(3);
    assert!(run.stderr.contains("hold no article"), "{run}");
    let table: [(&[&str], &str); 3] = [
        (&["-"], "--stdin-filename"),
        (&["--stdin-filename", NEW, OLD], "no other path"),
        (&["--stdin-filename", "../history.md", "-"], "outside the repository"),
    ];
    for (arguments, part) in table {
        assert_one_line(&fed(&repo, repo.top(), arguments, CONTRADICTING), part);
    }
}

// --- Who judges

const MARKS: &str = "articles/history.md linguist-generated\n";

#[test]
fn a_branch_that_softens_its_judge_is_named_and_may_be_judged_by_its_base() {
    for (path, softened) in [
        (CONFIG, "fail-on = \"never\"\n"),
        (CONFIG, "exclude = [\"articles/history.md\"]\n"),
        (CONFIG, "[rule.founding-date]\nseverity = \"note\"\n"),
        (CONFIG, "[rule.founding-date]\ntolerance = \"20 years\"\n"),
        (".gitattributes", MARKS),
    ] {
        let repo = branch(&[(NEW, CONTRADICTING), (path, softened)]);
        let named = format!("this change also alters the judge: {path}");
        let run = repo.check(MAIN).ended(0);
        assert!(run.stdout.contains(&named), "{softened}: {run}");
        let run = repo.check(&["--base", "main", "--config-from", "main"]);
        assert_eq!(run.code, 1, "{softened}: {run}");
        assert!(run.stdout.contains("error[founding-date]"), "{softened}: {run}");
        assert!(
            run.stdout.contains("judged by main") && run.stdout.contains(&named),
            "{run}"
        );
    }
    let run = branch(&[(NEW, CONTRADICTING)]).check(&["--base", "main", "--config-from", "nowhere"]);
    assert_one_line(&run, "`nowhere`");
}

fn pinned(year: &str) -> String {
    format!(
        "[[fact]]\nentity = \"Quillmoor Rail\"\nattribute = \"founding-date\"\nvalue = \"{year}\"\nsource = \"https://example.org/q\"\n"
    )
}

#[test]
fn a_pinned_fact_of_the_base_outlives_the_branch_that_changes_it() {
    let facts = "facts/rail.toml";
    let (one, other) = (pinned("1987"), pinned("1991"));
    let repo = Repo::holding(&[(CONFIG, "facts = [\"facts/*.toml\"]\n"), (facts, &one), (INDEX, QUIET)]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    put(&repo, &[(facts, &other), (NEW, CONTRADICTING)]);
    repo.commit("2026-02-02");
    let run = repo.check(MAIN).ended(0);
    assert!(run.stdout.contains("alters the judge: facts/rail.toml"), "{run}");
    assert_pair_found(
        &repo,
        &["--base", "main", "--config-from", "main"],
        (NEW, 3),
        (facts, 4),
    );
}

#[test]
fn a_comment_that_silences_is_named_when_it_is_new() {
    let silenced = CONTRADICTING.replace(
        "The company",
        "<!-- factlint: ignore[founding-date] why -->\nThe company",
    );
    let named = format!("this change also silences findings: {NEW}:3");
    let repo = branch(&[(NEW, &silenced)]);
    let run = repo.check(MAIN).ended(0);
    assert!(
        run.stdout.contains(&named) && run.stdout.contains("1 suppressed"),
        "{run}"
    );
    repo.write(NEW, format!("{QUIET}\n{silenced}")).stage();
    let run = repo.check(STAGED).ended(0);
    assert!(!run.stdout.contains("also silences"), "{run}");
    repo.write(OTHER, &silenced).stage();
    let run = repo.check(STAGED).ended(0);
    assert!(run.stdout.contains("silences findings: articles/other.md:3\n"), "{run}");
}

#[test]
fn a_comment_that_silences_an_old_pair_is_not_called_useless() {
    let silenced = CONTRADICTING.replace(
        "The company",
        "<!-- factlint: ignore[founding-date] why -->\nThe company",
    );
    let repo = branch(&[(NEW, &silenced)]);
    let run = repo.check(&["--all"]).ended(0);
    assert!(run.stdout.contains("1 suppressed"), "{run}");
    repo.write(NEW, format!("{silenced}\n{QUIET}")).stage();
    assert_silent(&repo, STAGED);
}

// --- Changes that touch no article

#[test]
fn a_change_without_articles_is_nothing_to_check() {
    let repo = newsroom();
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    let nothing = |arguments: &[&str]| {
        let run = repo.factlint(arguments).ended(0);
        assert!(run.stdout.starts_with("nothing to check"), "{arguments:?}: {run}");
    };
    repo.write(SOURCE, "int main(void) { return 0; }\n");
    nothing(&["check"]);
    repo.stage();
    for arguments in [&["check", "--staged"][..], &["hook"]] {
        nothing(arguments);
    }
    repo.commit("2026-02-02");
    for arguments in [
        &["check", "--base", "main"][..],
        &["check", "--commit", "HEAD"],
        &["check", "--from-ref", "main", "--to-ref", "side"],
        &["check", "--merge", "side", "--into", "main"],
        &["check", "--merge", "main"],
    ] {
        nothing(arguments);
    }
}

#[test]
fn a_change_of_the_judge_alone_is_looked_at() {
    let rule = "id = \"berths\"\nsummary = \"How many berths a harbour has\"\n";
    for (path, content, code) in [
        (CONFIG, "fail-on = \"warning\"\n", 0),
        (CONFIG, "fail_on = \"warning\"\n", 2),
        ("facts/rail.toml", pinned("1987").as_str(), 0),
        ("facts/rail.toml", "[[fact]]\nentity = \"Quillmoor Rail\"\n", 2),
        ("rules/berths.toml", rule, 2),
        (".gitattributes", MARKS, 0),
    ] {
        let repo = newsroom();
        if path != CONFIG {
            repo.write(CONFIG, "facts = [\"facts/*.toml\"]\nrules = [\"rules/*.toml\"]\n");
            repo.commit("2026-02-02");
        }
        repo.write(path, content).stage();
        for arguments in [&["check", "--staged"][..], &["hook"]] {
            let run = repo.factlint(arguments).ended(code);
            assert!(!run.stdout.contains("nothing to check"), "{content}: {run}");
            assert!(run.stdout.contains(path), "{content}: {run}");
        }
    }
}

// --- Who wrote it

#[test]
fn a_sentence_keeps_its_commit_when_its_lines_move() {
    let repo = Repo::holding(&[(INDEX, QUIET)]);
    repo.write(OLD, ESTABLISHED).stage();
    let author = "--author=Bruno Vasel <bruno@example.org>";
    let mut command = repo.command("git", &["commit", "--quiet", "--message=Rail", author]);
    assert_eq!(repo.run(dated(&mut command, "2026-02-02")).code, 0);
    let commit = repo.git(&["rev-parse", "HEAD"]);
    repo.write(OLD, format!("{ESTABLISHED}\n{QUIET}")).commit("2026-02-03");
    let shifted = ESTABLISHED.replace("The company", "The mill is shut.\n\nThe company");
    repo.write(OLD, shifted).write(NEW, CONTRADICTING).stage();
    let report = repo.report(STAGED);
    assert_pair(&report, (NEW, 3), (OLD, 5));
    let established = &findings(&report)[0]["established"][0];
    assert_eq!(established["commit"], commit.trim(), "{report:#}");
    assert_eq!(established["author"], "Bruno Vasel", "{report:#}");
    assert_eq!(established["date"], "2026-02-02", "{report:#}");
    assert_eq!(established["commit_is_bound"], false, "{report:#}");
    assert_eq!(findings(&report)[0]["claim"]["commit"], Value::Null, "{report:#}");
}

#[test]
fn a_sentence_keeps_its_commit_when_its_article_is_moved_with_the_change() {
    let repo = newsroom();
    repo.git(&["mv", OLD, MOVED]);
    repo.write(NEW, CONTRADICTING).stage();
    let report = repo.report(STAGED);
    assert_pair(&report, (NEW, 3), (MOVED, 3));
    let head = repo.git(&["rev-parse", "HEAD"]);
    assert_eq!(
        findings(&report)[0]["established"][0]["commit"],
        head.trim(),
        "{report:#}"
    );
}

#[test]
fn where_history_is_cut_off_a_commit_is_a_bound() {
    let repo = newsroom();
    let tip = repo.write(INDEX, QUIET).commit("2026-02-02");
    let folder = repo.beside("shallow");
    let origin = format!("file://{}", repo.top().display());
    let name = folder.to_str().expect("the path is UTF-8");
    repo.git(&["clone", "--quiet", "--depth=1", &origin, name]);
    fs::write(folder.join(NEW), CONTRADICTING).expect("the file can be written");
    let there = |format: &str| {
        let arguments = ["check", "--as-of", TODAY, "--format", format];
        repo.run(repo.command(FACTLINT, &arguments).current_dir(&folder))
            .ended(1)
    };
    let report = there("json").json();
    let established = &findings(&report)[0]["established"][0];
    assert_eq!(established["commit"], tip.as_str(), "{report:#}");
    assert_eq!(established["commit_is_bound"], true, "{report:#}");
    let run = there("human");
    assert!(
        run.stdout.contains(&format!("in or before commit {}", &tip[..8])),
        "{run}"
    );
}

// --- Articles that nobody writes by hand

const DEEP: &str = "articles/deep/history.md";

/// The attributes say that the deep article is written by hand, or that it is not.
#[track_caller]
fn assert_generated(files: Files<'_>, is_generated: bool) {
    let repo = newsroom();
    put(&repo, files);
    repo.commit("2026-02-02");
    repo.write(DEEP, CONTRADICTING).write(NEW, AGREEING).stage();
    let run = repo.check(STAGED).ended(i32::from(!is_generated));
    let remark = format!("not read: .gitattributes marks {DEEP} as generated");
    assert_eq!(run.stdout.contains(&remark), is_generated, "{files:?}: {run}");
    assert!(run.stdout.contains("checked"), "{files:?}: {run}");
    let why = repo.factlint(&["files", "--why", DEEP]);
    assert_eq!(why.said().contains("generated"), is_generated, "{files:?}: {why}");
    let listed = repo.factlint(&["files"]).ended(0);
    assert_eq!(listed.stdout.contains(DEEP), !is_generated, "{files:?}: {listed}");
}

#[test]
fn attributes_say_which_articles_nobody_writes() {
    for line in [
        "articles/deep/** linguist-generated",
        "*.md linguist-generated=true\narticles/*.md -linguist-generated",
        "articles/deep/*.md -diff",
        "articles/deep/*.md binary",
        "[attr]made linguist-generated -text\narticles/deep/*.md made",
        "[attr]made binary\narticles/deep/*.md made",
    ] {
        assert_generated(&[(".gitattributes", line)], true);
    }
    for line in [
        "*.md linguist-generated=false",
        "*.md diff=markdown",
        "articles/deep/*.md binary diff",
        "articles/deep/*.md linguist-generated\narticles/deep/history.md -linguist-generated",
    ] {
        assert_generated(&[(".gitattributes", line)], false);
    }
}

#[test]
fn deeper_attributes_outweigh_those_above() {
    let (above, deeper) = (".gitattributes", "articles/deep/.gitattributes");
    for (mark, taken_back) in [
        ("linguist-generated", "-linguist-generated"),
        ("linguist-generated", "!linguist-generated"),
        ("-diff", "diff"),
    ] {
        let (marks, takes_back) = (format!("articles/deep/** {mark}\n"), format!("*.md {taken_back}\n"));
        let marks_one = format!("history.md {mark}\n");
        assert_generated(&[(above, &marks)], true);
        assert_generated(&[(above, &marks), (deeper, &takes_back)], false);
        assert_generated(&[(deeper, &marks_one)], true);
    }
}

#[test]
fn an_article_that_is_named_is_read_whoever_wrote_it() {
    let marks = (".gitattributes", "articles/deep/** linguist-generated\n");
    assert_generated(&[marks, (CONFIG, "include = [\"**/*.md\"]\n")], true);
    let named = "include = [\"**/*.md\", \"articles/deep/history.md\"]\n";
    assert_generated(&[marks, (CONFIG, named)], false);
}
