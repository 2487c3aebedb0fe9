//! What two branches would say together, told before anybody merges them: `check --merge`.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::newsroom::{
    AGREEING, CONTRADICTING, ESTABLISHED, INDEX, MOVED, NEW, OLD, OTHER, OTHER_YEAR, QUIET, assert_one_line,
    assert_pair, assert_pair_found, assert_silent, json_check,
};
use crate::support::{FACTLINT, Repo, Run, TODAY, codes, dated, findings};

const IN_1987: &str = "The company Quillmoor Rail was founded in 1987, in the north of the county.";
const IN_1991: &str = "The company Quillmoor Rail was founded in 1991, by the sons of a miller.";
const SHUT: &str = "The mill is shut.\n";

const MERGE: &[&str] = &["--merge", "side"];

type Files<'f> = &'f [(&'f str, &'f str)];

#[derive(Debug, Clone, Copy)]
enum Step<'s> {
    Write(&'s str, &'s str),
    Move(&'s str, &'s str),
    Remove(&'s str),
}
use Step::{Move, Remove, Write};

type Steps<'s> = &'s [Step<'s>];

const BASE: Files<'static> = &[(INDEX, QUIET)];
const ESTABLISHES: Steps<'static> = &[Write(OLD, ESTABLISHED)];
const CONTRADICTS: Steps<'static> = &[Write(NEW, CONTRADICTING)];
const AGREES: Steps<'static> = &[Write(NEW, AGREEING)];
const ELSEWHERE: Steps<'static> = &[Write(OTHER, QUIET)];

fn take(repo: &Repo, steps: Steps<'_>) {
    for step in steps {
        match *step {
            Write(path, text) => _ = repo.write(path, text),
            Move(from, to) => _ = repo.git(&["mv", from, to]),
            Remove(path) => _ = repo.remove(path),
        }
    }
}

/// Two branches that parted after the first commit; `main` is checked out.
fn parted(base: Files<'_>, main: Steps<'_>, side: Steps<'_>) -> Repo {
    let repo = Repo::holding(base);
    part(&repo, main, side);
    repo
}

fn part(repo: &Repo, main: Steps<'_>, side: Steps<'_>) {
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    take(repo, side);
    repo.commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    take(repo, main);
    repo.commit("2026-02-03");
}

fn contradicting() -> Repo {
    parted(BASE, ESTABLISHES, CONTRADICTS)
}

/// A long text whose lines say nothing that can be wrong.
fn diary() -> String {
    (0..12)
        .map(|number| format!("Line number {number} of the diary is quiet.\n\n"))
        .collect()
}

/// The diary with a sentence in the place of one line.
fn diary_with(number: usize, sentence: &str) -> String {
    diary().replace(&format!("Line number {number} of the diary is quiet."), sentence)
}

fn id(repo: &Repo, revision: &str) -> String {
    repo.git(&["rev-parse", revision]).trim().to_owned()
}

fn merge(repo: &Repo, options: &[&str], branch: &str) -> Run {
    let arguments = [&["merge", "--quiet", "--no-edit", "--no-ff"], options, &[branch]].concat();
    let mut command = repo.command("git", &arguments);
    repo.run(dated(&mut command, TODAY))
}

fn fingerprints(report: &Value) -> Vec<&str> {
    let findings = findings(report).iter();
    findings.filter_map(|finding| finding["fingerprint"].as_str()).collect()
}

#[track_caller]
fn assert_unread(run: &Run, paths: &[&str]) {
    let report = run.json();
    let named = report["scope"]["unreadable"].as_array().expect("the scope has a list");
    let named: Vec<&str> = named.iter().filter_map(|article| article["path"].as_str()).collect();
    assert_eq!(named, paths, "{run}");
    assert_eq!(run.code == 2, !paths.is_empty(), "{run}");
}

// --- What two sides say together

#[test]
fn what_one_branch_says_against_the_other_is_found_before_they_meet() {
    let repo = contradicting();
    let report = repo.report(MERGE);
    assert_pair(&report, (NEW, 3), (OLD, 3));
    assert_eq!(report["scope"]["sides"], "merge of side into HEAD");
    let human = repo.check(MERGE).ended(1);
    let finding = &findings(&report)[0];
    for (place, revision, day) in [
        (&finding["claim"], "side", "2026-02-02"),
        (&finding["established"][0], "main", "2026-02-03"),
    ] {
        let commit = id(&repo, revision);
        assert_eq!(place["commit"], commit.as_str(), "{report:#}");
        assert_eq!(place["date"], day, "{report:#}");
        assert_eq!(place["author"], "Odile Ferrand", "{report:#}");
        assert_eq!(place["commit_is_bound"], false, "{report:#}");
        assert!(
            human.stdout.contains(&format!("commit {} of {day}", &commit[..8])),
            "{human}"
        );
    }
}

#[test]
fn a_preview_neither_writes_nor_reads_what_is_not_committed() {
    let repo = contradicting();
    repo.write(OTHER, OTHER_YEAR).stage();
    repo.write(NEW, b"caf\xe9\n").write(INDEX, OTHER_YEAR);
    let before = repo.everything();
    for format in ["human", "concise", "json"] {
        let run = repo.check(&["--format", format, "--merge", "side"]).ended(1);
        assert!(!run.said().contains(OTHER), "{run}");
    }
    assert_pair_found(&repo, MERGE, (NEW, 3), (OLD, 3));
    let after = repo.everything();
    let differs = |path: &&PathBuf| before.get(*path) != after.get(*path);
    let differing: Vec<&PathBuf> = before.keys().chain(after.keys()).filter(differs).collect();
    assert_eq!(differing, [] as [&PathBuf; 0]);
}

#[test]
fn the_hooks_tell_the_same_when_the_merge_is_made() {
    let repo = contradicting();
    let preview = repo.report(MERGE);
    assert_eq!(fingerprints(&preview).len(), 1);

    let script = format!("#!/bin/sh\nexec '{FACTLINT}' hook --stage pre-merge-commit --format json >report.json\n");
    repo.write_program(".git/hooks/pre-merge-commit", &script);
    let run = merge(&repo, &[], "side");
    assert_ne!(run.code, 0, "{run}");
    let told: Value = serde_json::from_str(&repo.read("report.json")).expect("the hook wrote its report");
    assert_pair(&told, (NEW, 3), (OLD, 3));
    assert_eq!(fingerprints(&told), fingerprints(&preview));
    repo.git(&["merge", "--abort"]);

    assert_eq!(merge(&repo, &["--no-commit"], "side").code, 0);
    for arguments in [&["check", "--staged"][..], &["hook"]] {
        let run = repo.factlint(&[arguments, &["--format", "json"]].concat()).ended(1);
        assert_pair(&run.json(), (NEW, 3), (OLD, 3));
        assert_eq!(fingerprints(&run.json()), fingerprints(&preview), "{arguments:?}");
    }
}

#[test]
fn what_one_side_says_by_itself_or_both_say_alike_is_no_news() {
    let both: Steps<'_> = &[Write(OLD, ESTABLISHED), Write(NEW, CONTRADICTING)];
    for (main, side) in [(both, ELSEWHERE), (ELSEWHERE, both), (ESTABLISHES, AGREES)] {
        assert_silent(&parted(BASE, main, side), MERGE);
    }
    let repo = parted(BASE, both, &[Write(OTHER, OTHER_YEAR)]);
    assert_pair_found(&repo, MERGE, (OTHER, 3), (NEW, 3));
}

#[test]
fn an_article_may_contradict_itself_once_both_edits_are_in_it() {
    let (early, late) = (diary_with(1, IN_1987), diary_with(10, IN_1991));
    for (main, side, claim, established) in [(&early, &late, 21, 3), (&late, &early, 3, 21)] {
        let repo = parted(&[(OLD, &diary())], &[Write(OLD, main)], &[Write(OLD, side)]);
        assert_pair_found(&repo, MERGE, (OLD, claim), (OLD, established));
        for revision in ["main", "side"] {
            assert_silent(&repo, &["--commit", revision]);
        }
    }
}

#[test]
fn an_article_of_both_sides_may_contradict_a_third() {
    let (early, late) = (diary_with(1, IN_1987), diary_with(10, "A late line."));
    let base: Files<'_> = &[(OLD, &diary()), (NEW, QUIET)];
    let with = |third: &str| parted(base, &[Write(OLD, &early)], &[Write(OLD, &late), Write(NEW, third)]);
    assert_pair_found(&with(CONTRADICTING), MERGE, (NEW, 3), (OLD, 3));
    assert_silent(&with(AGREEING), MERGE);
}

// --- Moves, deletions, corrections

#[test]
fn an_article_that_one_side_moves_and_the_other_edits_is_read_as_merged() {
    let [before, after] = [AGREEING, CONTRADICTING].map(|text| format!("{text}\n{}", diary()));
    let base: Files<'_> = &[(OLD, &before)];
    let moves: Steps<'_> = &[Move(OLD, MOVED), Write(NEW, ESTABLISHED)];
    let edits: Steps<'_> = &[Write(OLD, &after)];
    assert_pair_found(&parted(base, moves, edits), MERGE, (MOVED, 3), (NEW, 3));
    assert_pair_found(&parted(base, edits, moves), MERGE, (NEW, 3), (MOVED, 3));
    let edited = before.replace("number 7", "No. 7");
    assert_silent(&parted(base, &[Write(OLD, &edited)], moves), MERGE);
}

#[test]
fn a_sentence_in_an_article_that_the_merge_moves_keeps_its_commit() {
    let [before, after] = [AGREEING, CONTRADICTING].map(|text| format!("{text}\n{}", diary()));
    let moves: Steps<'_> = &[Move(OLD, MOVED), Write(NEW, ESTABLISHED)];
    let repo = parted(&[(OLD, &before)], &[Write(OLD, &after)], moves);
    let established = &repo.report(MERGE)["findings"][0]["established"][0];
    assert_eq!(established["path"], MOVED, "{established:#}");
    assert_eq!(established["commit"], id(&repo, "main"), "{established:#}");
}

#[test]
fn what_one_side_deletes_the_other_cannot_contradict() {
    let base: Files<'_> = &[(OLD, ESTABLISHED), (INDEX, QUIET)];
    assert_silent(&parted(base, &[Remove(OLD)], CONTRADICTS), MERGE);
    assert_silent(&parted(base, CONTRADICTS, &[Remove(OLD)]), MERGE);
}

#[test]
fn a_correction_on_one_side_meets_the_old_figure_on_the_other() {
    let corrected = AGREEING.replace("1987", "1991");
    let (corrects, repeats): (Steps<'_>, Steps<'_>) = (&[Write(OLD, &corrected)], &[Write(NEW, ESTABLISHED)]);
    let repo = parted(&[(OLD, AGREEING)], corrects, repeats);
    assert_pair_found(&repo, MERGE, (NEW, 3), (OLD, 3));
    let repo = parted(&[(OLD, AGREEING)], repeats, corrects);
    assert_pair_found(&repo, MERGE, (OLD, 3), (NEW, 3));
    assert_silent(&repo, &["--commit", "main"]);
}

// --- Conflicts

#[test]
fn an_article_in_conflict_is_named_and_the_others_are_checked() {
    let torn = "articles/torn.md";
    for (side, found) in [(CONTRADICTING, 1), (AGREEING, 0)] {
        let main: Steps<'_> = &[Write(torn, SHUT), Write(OLD, ESTABLISHED)];
        let side: Steps<'_> = &[Write(torn, "The mill is open.\n"), Write(NEW, side)];
        let repo = parted(&[(torn, QUIET)], main, side);
        let run = repo.check(MERGE).ended(2);
        let named = format!("could not read {torn}: the two sides conflict");
        assert!(run.stdout.contains(&named), "{run}");
        assert_eq!(run.stdout.matches("error[founding-date]").count(), found, "{run}");
        assert!(!run.stdout.contains("no contradiction found"), "{run}");
        let run = json_check(&repo, MERGE);
        assert_unread(&run, &[torn]);
        assert_eq!(codes(&run.json()).len(), found, "{run}");
    }
}

#[test]
fn a_conflict_outside_the_articles_is_nobodys_business() {
    let source = "src/main.c";
    for (side, code) in [(CONTRADICTING, 1), (AGREEING, 0)] {
        let main: Steps<'_> = &[Write(source, "int one;\n"), Write(OLD, ESTABLISHED)];
        let side: Steps<'_> = &[Write(source, "int two;\n"), Write(NEW, side)];
        let repo = parted(&[(source, "int none;\n")], main, side);
        assert_unread(&json_check(&repo, MERGE).ended(code), &[]);
        assert_ne!(merge(&repo, &[], "side").code, 0);
    }
}

#[test]
fn every_kind_of_conflict_names_the_article() {
    let edited = ESTABLISHED.replace("county", "shire");
    let edits: Steps<'_> = &[Write(OLD, &edited)];
    let (moves, removes): (Steps<'_>, Steps<'_>) = (&[Move(OLD, MOVED)], &[Remove(OLD)]);
    let table = [
        ("modify and delete", edits, removes, OLD),
        ("delete and modify", removes, edits, OLD),
        ("add and add", AGREES, CONTRADICTS, NEW),
        ("rename and delete", moves, removes, MOVED),
    ];
    for (name, main, side, path) in table {
        let repo = parted(&[(OLD, ESTABLISHED), (INDEX, QUIET)], main, side);
        assert_unread(&json_check(&repo, MERGE), &[path]);
        assert_ne!(merge(&repo, &[], "side").code, 0, "{name}");
    }
    assert_silent(&parted(BASE, CONTRADICTS, CONTRADICTS), MERGE);
}

#[test]
fn an_article_that_a_folder_displaces_is_not_passed_over() {
    let inside = "articles/history.md/part.md";
    for (main, side) in [(inside, NEW), (NEW, inside)] {
        let repo = parted(BASE, &[Write(main, ESTABLISHED)], &[Write(side, CONTRADICTING)]);
        let run = repo.check(MERGE);
        assert_ne!(run.code, 0, "{main}: {run}");
        assert!(run.said().contains(NEW), "{main}: {run}");
        assert_ne!(merge(&repo, &[], "side").code, 0, "{main}");
    }
}

#[test]
fn a_judge_in_conflict_is_one_message_with_the_way_out() {
    let config = "factlint.toml";
    let repo = parted(
        &[(config, "fail-on = \"error\"\n"), (INDEX, QUIET)],
        &[Write(config, "fail-on = \"warning\"\n"), Write(OLD, ESTABLISHED)],
        &[Write(config, "fail-on = \"never\"\n"), Write(NEW, CONTRADICTING)],
    );
    let run = repo.check(MERGE).ended(2);
    assert_eq!(run.said().matches("error[").count(), 1, "{run}");
    assert!(run.stdout.contains("the merge conflict in factlint.toml"), "{run}");
    assert!(run.stdout.contains("--config-from"), "{run}");
    for (judge, code) in [("HEAD", 1), ("side", 0)] {
        let run = repo.check(&["--merge", "side", "--config-from", judge]).ended(code);
        assert!(run.stdout.contains("error[founding-date]"), "{judge}: {run}");
        assert!(run.stdout.contains(&format!("judged by {judge}")), "{judge}: {run}");
    }
}

// --- Which commits are merged

#[test]
fn a_branch_that_is_ahead_or_behind_adds_nothing_to_the_other() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    for branch in ["main", "side"] {
        assert_silent(&repo, &["--merge", branch]);
    }
    repo.git(&["checkout", "--quiet", "main"]);
    assert_silent(&repo, MERGE);
    // What is advised then tells what the branch says by itself.
    let remarks = repo.report(MERGE)["scope"]["remarks"].to_string();
    assert!(
        remarks.contains("`factlint check --from-ref HEAD --to-ref side`"),
        "{remarks}"
    );
    assert_pair_found(&repo, &["--from-ref", "HEAD", "--to-ref", "side"], (NEW, 3), (OLD, 3));
    repo.write(OLD, OTHER_YEAR).commit("2026-02-03");
    assert_pair_found(&repo, MERGE, (NEW, 3), (OLD, 3));
}

#[test]
fn both_sides_may_be_named() {
    let repo = contradicting();
    repo.git(&["tag", "plain", "side"]);
    repo.git(&["tag", "--annotate", "--message=A release", "signed", "side"]);
    repo.git(&["checkout", "--quiet", "-b", "third", "main~1"]);
    repo.write(OTHER, QUIET).commit("2026-02-04");
    assert_silent(&repo, MERGE);
    for branch in ["side", "side~0", "refs/heads/side", "plain", "signed"] {
        let arguments = ["--merge", branch, "--into", "main"];
        assert_pair_found(&repo, &arguments, (NEW, 3), (OLD, 3));
        let sides = format!("merge of {branch} into main");
        assert_eq!(repo.report(&arguments)["scope"]["sides"], sides);
    }
    assert_pair_found(&repo, &["--merge", "main", "--into", "side"], (OLD, 3), (NEW, 3));
    repo.git(&["checkout", "--quiet", "--detach", "main"]);
    assert_pair_found(&repo, MERGE, (NEW, 3), (OLD, 3));
}

#[test]
fn a_bare_repository_and_long_ids_are_no_obstacle() {
    let repo = contradicting();
    let bare = repo.beside("bare.git");
    let name = bare.to_str().expect("the path is UTF-8");
    repo.git(&["clone", "--quiet", "--bare", ".", name]);
    let there = |arguments: &[&str], folder: &Path| {
        let arguments = [&["check", "--format", "json", "--as-of", TODAY, "--merge"], arguments].concat();
        repo.run(repo.command(FACTLINT, &arguments).current_dir(folder))
    };
    for arguments in [&["side", "--into", "main"][..], &["side"]] {
        assert_pair(&there(arguments, &bare).ended(1).json(), (NEW, 3), (OLD, 3));
    }

    let long = Repo::without_git();
    long.git(&["init", "--quiet", "--initial-branch=main", "--object-format=sha256"]);
    long.write(INDEX, QUIET).commit("2026-02-01");
    part(&long, ESTABLISHES, CONTRADICTS);
    assert_pair_found(&long, MERGE, (NEW, 3), (OLD, 3));
    assert_eq!(long.report(MERGE)["findings"][0]["claim"]["commit"], id(&long, "side"));
}

#[test]
fn what_cannot_be_merged_is_told_in_one_line() {
    let repo = Repo::holding(&[(OLD, ESTABLISHED)]);
    repo.git(&["checkout", "--quiet", "--orphan", "side"]);
    repo.remove(OLD).write(NEW, CONTRADICTING).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "main"]);
    assert_one_line(&repo.check(MERGE), "they share no history");
    assert_one_line(&repo.check(&["--merge", "nowhere"]), "`nowhere`");
    assert_one_line(&repo.check(&["--merge", "main", "--into", "nowhere"]), "`nowhere`");
    let blob = format!("main:{OLD}");
    assert_one_line(&repo.check(&["--merge", &blob]), &blob);
}

#[test]
fn a_branch_without_a_commit_is_called_that() {
    let repo = Repo::new();
    repo.write(OLD, ESTABLISHED);
    assert_one_line(&repo.check(&["--merge", "HEAD"]), "no commit yet");
    repo.commit("2026-02-01");
    repo.git(&["checkout", "--quiet", "--orphan", "young"]);
    assert_one_line(&repo.check(&["--merge", "main"]), "no commit yet");
}

/// Branches that were merged into each other: what both then hold, and what each adds afterwards.
fn crossed([main, side]: [Steps<'_>; 2], [on_main, on_side]: [Steps<'_>; 2]) -> Repo {
    let (one, two) = ("articles/one.md", "articles/two.md");
    let repo = parted(
        &[(one, QUIET), (two, QUIET)],
        &[&[Write(one, SHUT)], main].concat(),
        &[&[Write(two, SHUT)], side].concat(),
    );
    repo.git(&["tag", "before"]);
    assert_eq!(merge(&repo, &[], "side").code, 0);
    repo.git(&["checkout", "--quiet", "side"]);
    assert_eq!(merge(&repo, &[], "before").code, 0);
    take(&repo, on_side);
    repo.commit("2026-02-21");
    repo.git(&["checkout", "--quiet", "main"]);
    take(&repo, on_main);
    repo.commit("2026-02-22");
    let bases = repo.git(&["merge-base", "--all", "main", "side"]);
    assert_eq!(bases.lines().count(), 2);
    repo
}

#[test]
fn branches_that_were_merged_crosswise_report_what_is_new_on_both() {
    let quiet: Steps<'_> = &[Write(INDEX, QUIET)];
    let repo = crossed([&[], &[]], [ESTABLISHES, CONTRADICTS]);
    assert_pair_found(&repo, MERGE, (NEW, 3), (OLD, 3));
    assert_pair_found(&repo, &["--base", "side"], (OLD, 3), (NEW, 3));
    let repo = crossed([ESTABLISHES, CONTRADICTS], [ELSEWHERE, quiet]);
    assert_silent(&repo, MERGE);
    assert_silent(&repo, &["--base", "side"]);
    let repo = crossed([ESTABLISHES, CONTRADICTS], [&[Write(OTHER, OTHER_YEAR)], quiet]);
    assert_silent(&repo, MERGE);
    assert_pair_found(&repo, &["--base", "side"], (OTHER, 3), (NEW, 3));
}

// --- Git's own merge

#[test]
fn no_driver_filter_or_other_program_runs() {
    let (early, late) = (diary_with(1, IN_1987), diary_with(10, IN_1991));
    let attributes = "*.md merge=mine filter=mine diff=mine\n";
    let repo = parted(
        &[(OLD, &diary()), (".gitattributes", attributes)],
        &[Write(OLD, &early)],
        &[Write(OLD, &late)],
    );
    let (ran, program) = (repo.beside("ran"), repo.beside("program"));
    repo.write_program(
        "../program",
        &format!("#!/bin/sh\necho \"$@\" >>'{}'\ncat\n", ran.display()),
    );
    let program = program.to_str().expect("the path is UTF-8");
    let keys = "merge.mine.driver filter.mine.clean filter.mine.smudge filter.mine.process diff.mine.textconv \
                diff.mine.command diff.external core.fsmonitor core.pager";
    for key in keys.split(' ') {
        repo.git(&["config", key, program]);
    }
    let before = repo.everything();
    assert_pair_found(&repo, MERGE, (OLD, 21), (OLD, 3));
    assert!(!ran.exists(), "{}", fs::read_to_string(&ran).unwrap_or_default());
    assert_eq!(repo.everything(), before);
    merge(&repo, &[], "side");
    assert!(ran.exists(), "Git does not run the programs either");
}

#[test]
fn attributes_are_those_of_what_is_merged_into() {
    let text = |sentence: &str| format!("# Quillmoor Rail\n\n{sentence}\n");
    let [base, one, two] = ["The mill is shut.", IN_1987, IN_1991].map(text);
    let (main, side): (Steps<'_>, Steps<'_>) = (&[Write(OLD, &one)], &[Write(OLD, &two)]);
    let union = (".gitattributes", "*.md merge=union\n");
    let repo = parted(&[(OLD, &base), union], main, side);
    assert_pair_found(&repo, MERGE, (OLD, 4), (OLD, 3));
    repo.git(&["checkout", "--quiet", "--orphan", "elsewhere"]);
    repo.remove(union.0).commit("2026-02-04");
    assert_pair_found(&repo, &["--merge", "side", "--into", "main"], (OLD, 4), (OLD, 3));
}

#[test]
fn what_is_staged_does_not_steer_a_preview() {
    let repo = parted(BASE, AGREES, CONTRADICTS);
    assert_unread(&json_check(&repo, MERGE), &[NEW]);
    repo.write(".gitattributes", "*.md merge=union\n").stage();
    assert_unread(&json_check(&repo, MERGE), &[NEW]);
    let repo = contradicting();
    repo.write(".git/index", "this is no index\n");
    assert_pair_found(&repo, MERGE, (NEW, 3), (OLD, 3));
}

/// How a run ended, how much it read and what it found, whatever the mode is called.
fn gist(run: &Run) -> (i32, Vec<Value>) {
    let report = run.json();
    let counts = ["documents", "claims", "facts", "articles", "unreadable", "remarks"];
    let mut gist: Vec<Value> = counts.iter().map(|count| report["scope"][*count].clone()).collect();
    for finding in findings(&report) {
        gist.extend(["fingerprint", "claim", "established"].map(|part| finding[part].clone()));
    }
    (run.code, gist)
}

#[test]
fn the_preview_reads_what_git_would_commit() {
    let (long, page, quiet) = ("articles/long.md", "articles/diary.md", diary());
    let contradicting = format!("{CONTRADICTING}\n{quiet}");
    let [third, fourth, late] = [(5, IN_1987), (6, IN_1991), (9, IN_1991)].map(|(at, text)| diary_with(at, text));
    let spaced = quiet.replacen("quiet.\n", "quiet.  \n", 1);
    let moves: Steps<'_> = &[Move(long, MOVED), Write(OLD, ESTABLISHED)];
    let moves_folder: Steps<'_> = &[Move("old", "new"), Write(OLD, ESTABLISHED)];
    let adds_inside: Steps<'_> = &[Write("old/c.md", CONTRADICTING)];
    let moves_too: Steps<'_> = &[Move(long, MOVED), Write(MOVED, &contradicting)];
    let adds_both: Steps<'_> = &[Write(NEW, CONTRADICTING), Write(OLD, ESTABLISHED)];
    let adds_one: Steps<'_> = &[Write(NEW, CONTRADICTING), Write(OTHER, QUIET)];
    let edits_late: Steps<'_> = &[Write(page, &late)];
    let spaces: Steps<'_> = &[Write(page, &spaced), Write(OLD, ESTABLISHED)];
    let table: [(&str, Steps<'_>, Steps<'_>, usize); 6] = [
        ("a rename and an edit", &[Write(long, &contradicting)], moves, 1),
        ("a rename on both sides", moves_too, moves, 1),
        ("neighbouring edits", &[Write(page, &third)], &[Write(page, &fourth)], 1),
        ("white space", spaces, edits_late, 1),
        ("an equal file", adds_one, adds_both, 0),
        ("a renamed folder", adds_inside, moves_folder, 1),
    ];
    let text = format!("# A long text\n\n{QUIET}\n{quiet}");
    let base: Files<'_> = &[(long, &text), (page, &quiet), ("old/a.md", &text), ("old/b.md", &quiet)];
    for (name, main, side, found) in table {
        let repo = parted(base, main, side);
        repo.git(&["config", "merge.directoryRenames", "true"]);
        let preview = json_check(&repo, MERGE);
        let run = merge(&repo, &[], "side");
        assert_eq!(run.code, 0, "{name}: {run}");
        assert_eq!(
            gist(&preview),
            gist(&json_check(&repo, &["--commit", "HEAD"])),
            "{name}"
        );
        assert_eq!(codes(&preview.json()).len(), found, "{name}: {preview}");
    }
}
