//! What is staged is what is read: through every kind of commit, move, merge, encoding, name and size.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::thread;

use serde_json::Value;

use crate::newsroom::{AGREEING, CONTRADICTING, ESTABLISHED, NEW, OLD, OTHER, QUIET, newsroom};
use crate::support::{Repo, Run, TODAY, codes, dated, findings};

/// A newsroom with a second article that agrees.
fn agreeing() -> Repo {
    let repo = newsroom();
    repo.write(NEW, AGREEING).commit("2026-02-02");
    repo
}

/// A newsroom whose second article contradicts the first since long.
fn contradicting() -> Repo {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).commit("2026-02-02");
    repo
}

/// `git commit` with these arguments, on a fixed day, through the hooks.
fn commit(repo: &Repo, arguments: &[&str]) -> Run {
    let mut command = repo.command(
        "git",
        &[&["commit", "--quiet", "--message=A change"], arguments].concat(),
    );
    repo.run(dated(&mut command, TODAY))
}

/// Stores these bytes, past every filter; gives the blob's id.
fn blob(repo: &Repo, bytes: impl AsRef<[u8]>) -> String {
    let file = repo.beside("blob");
    fs::write(&file, bytes).expect("a file can be written");
    let file = file.to_str().expect("the path is UTF-8");
    repo.git(&["hash-object", "-w", "--no-filters", file]).trim().to_owned()
}

/// Stages these bytes at a path, whatever is on disk.
fn stage_at(repo: &Repo, path: &str, bytes: impl AsRef<[u8]>) {
    let id = blob(repo, bytes);
    repo.git(&["update-index", "--add", "--cacheinfo", "100644", &id, path]);
}

#[track_caller]
fn assert_refused(run: &Run) {
    assert_eq!(run.code, 1, "{run}");
    assert!(run.said().contains("error[founding-date]"), "{run}");
    assert!(run.said().contains("1991") && run.said().contains("1987"), "{run}");
}

/// The one finding of a run stands in this article, on its third line.
#[track_caller]
fn assert_found(repo: &Repo, arguments: &[&str], path: &str) {
    let run = repo.check(&[&["--format", "json"], arguments].concat());
    let report = run.ended(1).json();
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    let claim = &findings(&report)[0]["claim"];
    assert_eq!(claim["path"], path, "{report:#}");
    assert_eq!(claim["line"], 3, "{report:#}");
}

/// What a finding points at, cut out of the staged bytes.
fn pointed_at(repo: &Repo, claim: &Value) -> String {
    let path = claim["path"].as_str().expect("a claim has a path");
    let at = |end: &str| {
        claim["span"][end]
            .as_u64()
            .and_then(|at| usize::try_from(at).ok())
            .expect("a span has ends")
    };
    let stored = repo.git(&["cat-file", "blob", &format!(":{path}")]);
    stored[at("start")..at("end")].to_owned()
}

// --- Commits

#[test]
fn a_half_staged_article_is_read_from_the_index() {
    let repo = agreeing();
    repo.factlint(&["install"]).ended(0);
    repo.write(NEW, CONTRADICTING);
    stage_at(&repo, NEW, format!("{AGREEING}\n{QUIET}"));
    let run = commit(&repo, &[]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.said().contains("checked 1 changed article"), "{run}");

    repo.write(NEW, AGREEING);
    stage_at(&repo, NEW, CONTRADICTING);
    assert_refused(&commit(&repo, &[]));
}

#[test]
fn an_amended_commit_answers_for_what_it_adds() {
    let repo = contradicting();
    repo.factlint(&["install"]).ended(0);
    let run = commit(&repo, &["--amend"]);
    assert_eq!(run.code, 0, "{run}");
    repo.write(OTHER, CONTRADICTING).stage();
    let run = commit(&repo, &["--amend"]);
    assert_refused(&run);
    assert!(run.said().contains("articles/other.md:3:"), "{run}");
    assert!(!run.said().contains("articles/history.md:3:"), "{run}");
}

#[test]
fn a_commit_of_nothing_passes() {
    let repo = contradicting();
    repo.factlint(&["install"]).ended(0);
    let run = commit(&repo, &["--allow-empty"]);
    assert_eq!(run.code, 0, "{run}");
    assert!(run.said().contains("nothing was checked"), "{run}");
}

#[test]
fn two_hooks_at_once_say_the_same() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    let hook = || repo.factlint(&["hook", "--as-of", TODAY]);
    let alone = hook().ended(1);
    thread::scope(|scope| {
        let runs = [scope.spawn(hook), scope.spawn(hook)];
        for run in runs {
            let run = run.join().expect("the run does not panic");
            assert_eq!(
                (run.code, &run.stdout, &run.stderr),
                (1, &alone.stdout, &alone.stderr),
                "{run}"
            );
        }
    });
}

#[test]
fn thousands_of_names_give_each_finding_once() {
    let repo = newsroom();
    let mut names: Vec<String> = (0..4998)
        .map(|number| format!("articles/days/{number:04}.md"))
        .collect();
    for name in &names {
        repo.write(name, QUIET);
    }
    repo.write(NEW, CONTRADICTING).write(OTHER, CONTRADICTING).stage();
    names.extend([NEW.to_owned(), OTHER.to_owned()]);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let run = repo.factlint(&[&["hook", "--format", "json"], names.as_slice()].concat());
    let report = run.ended(1).json();
    assert_eq!(report["scope"]["documents"], 5000);
    let places: Vec<&Value> = findings(&report)
        .iter()
        .map(|finding| &finding["claim"]["path"])
        .collect();
    assert_eq!(places, [NEW, OTHER]);
}

// --- Moves and kinds

#[test]
fn an_article_that_is_moved_and_edited_is_read_where_it_stands() {
    let repo = agreeing();
    repo.remove(NEW).write("stories/short.md", CONTRADICTING).stage();
    assert_found(&repo, &["--staged"], "stories/short.md");
    repo.write("stories/short.md", format!("{AGREEING}\n{QUIET}")).stage();
    repo.check(&["--staged"]).ended(0);
}

#[test]
fn an_article_that_is_moved_and_edited_elsewhere_brings_nothing_new() {
    let repo = contradicting();
    repo.remove(NEW)
        .write("stories/short.md", format!("{CONTRADICTING}\n{QUIET}"))
        .stage();
    let status = repo.git(&["status", "--short"]);
    assert!(status.starts_with('R'), "Git sees no rename: {status}");
    repo.check(&["--staged"]).ended(0);
}

#[test]
fn a_copy_is_an_article_of_its_own() {
    let repo = contradicting();
    repo.write("stories/rail.md", ESTABLISHED).remove(NEW).stage();
    repo.check(&["--staged"]).ended(0);
    let repo = contradicting();
    repo.write("stories/short.md", CONTRADICTING).stage();
    assert_found(&repo, &["--staged"], "stories/short.md");
}

#[test]
fn a_change_of_mode_does_not_hide_an_edit() {
    let repo = agreeing();
    repo.write(NEW, CONTRADICTING).stage();
    repo.git(&["update-index", "--chmod=+x", NEW]);
    assert_found(&repo, &["--staged"], NEW);
}

#[test]
fn a_link_that_becomes_an_article_is_read() {
    let repo = newsroom();
    symlink("quillmoor.md", repo.path(NEW)).expect("a link can be made");
    repo.commit("2026-02-02");
    for (text, code) in [(AGREEING, 0), (CONTRADICTING, 1)] {
        repo.remove(NEW).write(NEW, text).stage();
        let run = repo.check(&["--staged"]).ended(code);
        assert!(run.stdout.contains("checked 1 changed article"), "{run}");
    }
    assert_found(&repo, &["--staged"], NEW);
    assert_found(&repo, &[], NEW);
}

#[test]
fn an_article_that_becomes_a_link_establishes_nothing() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    assert_found(&repo, &["--staged"], NEW);
    repo.remove(OLD);
    symlink("history.md", repo.path(OLD)).expect("a link can be made");
    repo.stage();
    for arguments in [&["--staged"][..], &[]] {
        let run = repo.check(arguments).ended(0);
        assert!(
            run.stdout.contains(&format!("not read: {OLD} is a link")),
            "{arguments:?}: {run}"
        );
        assert!(run.stdout.contains("checked 1 changed article"), "{arguments:?}: {run}");
    }
}

#[test]
fn a_folder_may_become_a_file_and_a_file_a_folder() {
    let repo = newsroom();
    repo.write("stories.md/a.md", AGREEING).commit("2026-02-02");
    fs::remove_dir_all(repo.path("stories.md")).expect("the folder can be removed");
    repo.write("stories.md", CONTRADICTING).stage();
    assert_found(&repo, &["--staged"], "stories.md");
    assert_found(&repo, &[], "stories.md");
    repo.write("stories.md", AGREEING).commit("2026-02-03");
    repo.remove("stories.md")
        .write("stories.md/a.md", CONTRADICTING)
        .stage();
    assert_found(&repo, &["--staged"], "stories.md/a.md");
    assert_found(&repo, &[], "stories.md/a.md");
}

#[test]
fn a_name_may_change_its_case_alone() {
    for ignored in ["false", "true"] {
        let repo = agreeing();
        repo.git(&["mv", NEW, "articles/History.md"]);
        repo.git(&["config", "core.ignorecase", ignored]);
        repo.check(&["--staged"]).ended(0);
        repo.write("articles/History.md", CONTRADICTING).stage();
        assert_found(&repo, &["--staged"], "articles/History.md");
    }
}

#[test]
fn a_file_that_is_only_meant_to_be_added_is_no_part_of_what_others_meet() {
    let repo = newsroom();
    repo.write("notes/deep/history.md", CONTRADICTING);
    repo.git(&["add", "--intent-to-add", "notes"]);
    repo.write(OTHER, AGREEING);
    repo.git(&["add", OTHER]);
    // The tree that the index now remembers leaves the intended file out.
    repo.git(&["write-tree"]);
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("checked 1 changed article"), "{run}");
    repo.git(&["add", "notes"]);
    repo.git(&["reset", "--quiet", "--", OTHER]);
    assert_found(&repo, &["--staged"], "notes/deep/history.md");
}

// --- Merges

/// One branch for each list of articles, each from the same quiet commit; `main` is checked out.
fn branches(articles: &[&[(&str, &str)]]) -> Repo {
    let repo = Repo::holding(&[("articles/index.md", QUIET)]);
    for (number, articles) in articles.iter().enumerate() {
        repo.git(&["checkout", "--quiet", "-b", &format!("side-{number}"), "main"]);
        for (path, text) in *articles {
            repo.write(path, text).commit("2026-02-03");
        }
    }
    repo.git(&["checkout", "--quiet", "main"]);
    repo
}

const OCTOPUS: [&str; 6] = ["merge", "--no-commit", "--no-ff", "side-0", "side-1", "side-2"];

#[test]
fn a_merge_of_many_brings_what_no_single_parent_holds() {
    let repo = branches(&[&[(OLD, ESTABLISHED)], &[(NEW, CONTRADICTING)], &[(OTHER, QUIET)]]);
    repo.git(&OCTOPUS);
    assert_eq!(repo.read(".git/MERGE_HEAD").lines().count(), 3);
    assert_eq!(codes(&repo.report(&["--staged"])), ["founding-date"]);
    repo.factlint(&["hook"]).ended(1);

    let both: &[(&str, &str)] = &[(OLD, ESTABLISHED), (NEW, CONTRADICTING)];
    let repo = branches(&[&[("articles/a.md", QUIET)], both, &[(OTHER, QUIET)]]);
    repo.git(&OCTOPUS);
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("checked 4 changed articles"), "{run}");
    repo.factlint(&["hook"]).ended(0);
}

#[test]
fn a_merge_in_the_work_tree_is_no_news_either() {
    let both: &[(&str, &str)] = &[(OLD, ESTABLISHED), (NEW, CONTRADICTING)];
    let repo = branches(&[&[("articles/a.md", QUIET)], both, &[(OTHER, QUIET)]]);
    repo.git(&OCTOPUS);
    repo.check(&[]).ended(0);
    repo.write("articles/late.md", CONTRADICTING);
    let report = repo.report(&[]);
    assert_eq!(codes(&report), ["founding-date"], "{report:#}");
    assert!(report.to_string().contains("articles/late.md"), "{report:#}");
}

#[test]
fn a_merge_of_many_is_refused_by_the_hook() {
    let repo = branches(&[&[(OLD, ESTABLISHED)], &[(NEW, CONTRADICTING)]]);
    repo.factlint(&["install"]).ended(0);
    let mut command = repo.command("git", &["merge", "--quiet", "--no-edit", "side-0", "side-1"]);
    let run = repo.run(dated(&mut command, TODAY));
    assert_refused(&run);
}

// --- Encodings

#[test]
fn an_article_with_an_encoding_on_disk_is_read_from_its_blob() {
    let accents = CONTRADICTING.replace("The company", "À Évreux, the company");
    let two_bytes: Vec<u8> = format!("\u{feff}{CONTRADICTING}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let one_byte: Vec<u8> = accents
        .chars()
        .map(|c| u8::try_from(c).expect("it is Latin-1"))
        .collect();
    let table: [(&str, Vec<u8>, &str, u64); 4] = [
        ("working-tree-encoding=UTF-16LE-BOM", two_bytes, CONTRADICTING, 3),
        ("working-tree-encoding=ISO-8859-1", one_byte, &accents, 3),
        (
            "text eol=crlf",
            CONTRADICTING.replace('\n', "\r\n").into_bytes(),
            CONTRADICTING,
            3,
        ),
        (
            "ident",
            format!("$Id: 1987 $\n\n{CONTRADICTING}").into_bytes(),
            "$Id$\n\n",
            5,
        ),
    ];
    let repo = newsroom();
    let attributes: String = table
        .iter()
        .enumerate()
        .map(|(number, (attribute, ..))| format!("{number}.md {attribute}\n"))
        .collect();
    repo.write(".gitattributes", attributes).commit("2026-02-02");
    for (number, (attribute, disk, stored, _)) in table.iter().enumerate() {
        let path = format!("articles/{number}.md");
        repo.write(&path, disk).stage();
        let blob = repo.git(&["cat-file", "blob", &format!(":{path}")]);
        assert!(blob.contains(*stored), "{attribute}: {blob}");
    }
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["founding-date"; 4], "{report:#}");
    for (finding, (attribute, _, _, line)) in findings(&report).iter().zip(&table) {
        assert_eq!(finding["claim"]["line"], *line, "{attribute}");
        assert_eq!(pointed_at(&repo, &finding["claim"]), "1991", "{attribute}");
    }
}

#[test]
fn an_article_in_another_encoding_is_unchanged_where_git_says_so() {
    let repo = newsroom();
    let disk: Vec<u8> = format!("\u{feff}{AGREEING}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    repo.write(".gitattributes", "history.md working-tree-encoding=UTF-16LE-BOM\n")
        .commit("2026-02-02");
    repo.write(NEW, &disk).commit("2026-02-03");
    // The same bytes at another moment: metadata alone does not tell.
    repo.remove(NEW).write(NEW, &disk);
    assert_eq!(repo.git(&["status", "--short"]), "");
    repo.remove(NEW).write(NEW, &disk);
    let run = repo.check(&[]).ended(0);
    assert!(!run.said().contains("could not read"), "{run}");
}

#[test]
fn carriage_returns_are_stored_as_the_settings_say() {
    let repo = newsroom();
    repo.git(&["config", "core.autocrlf", "input"]);
    repo.write(NEW, CONTRADICTING.replace('\n', "\r\n")).stage();
    assert_found(&repo, &["--staged"], NEW);
    let report = repo.report(&["--staged"]);
    assert_eq!(pointed_at(&repo, &findings(&report)[0]["claim"]), "1991");
}

#[test]
fn lines_and_columns_hold_whatever_ends_a_line() {
    let sentence = "The company Quillmoor Rail was founded in 1991, by the sons of a miller.";
    let table = [
        ("byte order mark", format!("\u{feff}{CONTRADICTING}"), 3),
        ("byte order mark on the line", format!("\u{feff}{sentence}\n"), 1),
        ("CRLF", CONTRADICTING.replace('\n', "\r\n"), 3),
        ("lone CR", CONTRADICTING.replace('\n', "\r"), 3),
        (
            "all three",
            format!("# Rail\r\rThe line is old.\r\n\n{sentence}\r\n"),
            5,
        ),
        ("no end", format!("# Rail\n\n{sentence}"), 3),
    ];
    let repo = newsroom();
    for (number, (_, text, _)) in table.iter().enumerate() {
        stage_at(&repo, &format!("articles/{number}.md"), text);
    }
    let report = repo.report(&["--staged"]);
    assert_eq!(codes(&report), ["founding-date"; 6], "{report:#}");
    for (finding, (name, _, line)) in findings(&report).iter().zip(&table) {
        assert_eq!(finding["claim"]["line"], *line, "{name}");
        assert_eq!(pointed_at(&repo, &finding["claim"]), "1991", "{name}");
    }
}

#[test]
fn other_encodings_are_named_with_what_to_do() {
    let little: Vec<u8> = CONTRADICTING.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = CONTRADICTING.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for bytes in [[&b"\xff\xfe"[..], &little].concat(), [&b"\xfe\xff"[..], &big].concat()] {
        let repo = newsroom();
        stage_at(&repo, NEW, bytes);
        let run = repo.check(&["--staged"]).ended(2);
        let line = format!("could not read {NEW}: it is UTF-16: save it as UTF-8");
        assert!(run.stdout.contains(&line), "{run}");
    }
}

// --- Sizes

/// The most memory that a run held, in kilobytes, looked at while it runs.
#[cfg(target_os = "linux")]
fn memory_of(repo: &Repo, arguments: &[&str]) -> u64 {
    use std::process::Stdio;
    use std::time::Duration;

    use crate::support::FACTLINT;

    let mut command = repo.command(FACTLINT, arguments);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program runs");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0_u64;
    while child.try_wait().expect("the program can be waited for").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let held = text.lines().find_map(|line| {
            let held = line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?;
            held.trim().parse::<u64>().ok()
        });
        most = most.max(held.unwrap_or(0));
        thread::sleep(Duration::from_millis(1));
    }
    most
}

#[cfg(target_os = "linux")]
#[test]
fn a_huge_article_is_named_and_not_read() {
    let repo = newsroom();
    repo.write(NEW, "");
    let file = fs::File::create(repo.path(NEW)).expect("a file can be made");
    file.set_len(200 << 20).expect("a file can be long");
    repo.git(&["-c", "core.compression=1", "-c", "core.bigFileThreshold=1m", "add", NEW]);
    let named = format!("{NEW}: it is larger than 16 MB");
    let run = repo.check(&["--staged"]).ended(2);
    assert!(run.stdout.contains(&format!("could not read {named}")), "{run}");
    let most = memory_of(&repo, &["check", "--staged"]);
    assert!((1..150_000).contains(&most), "{most} kB");

    repo.commit("2026-02-02");
    repo.write(OTHER, AGREEING).stage();
    let run = repo.check(&["--staged"]).ended(0);
    assert!(run.stdout.contains("1 of the unchanged articles"), "{run}");
    assert!(run.stdout.contains(&named), "{run}");
    repo.write(OTHER, CONTRADICTING).stage();
    assert_found(&repo, &["--staged"], OTHER);
}

// --- Names

#[test]
fn a_path_may_be_very_long() {
    let folders: Vec<String> = (0..230).map(|number| format!("valley-{number:05}")).collect();
    let path = format!("articles/{}/history.md", folders.join("/"));
    assert!(path.len() > 3000);
    let repo = newsroom();
    stage_at(&repo, &path, AGREEING);
    repo.check(&["--staged"]).ended(0);
    stage_at(&repo, &path, CONTRADICTING);
    assert_found(&repo, &["--staged"], &path);
    repo.git(&["commit", "--quiet", "--message=Deep"]);
    assert_eq!(codes(&repo.report(&["--all"])), ["founding-date"]);
}

#[test]
fn two_spellings_of_one_name_are_two_articles() {
    let (composed, decomposed) = ("articles/\u{e9}t\u{e9}.md", "articles/e\u{301}te\u{301}.md");
    for (agrees, contradicts) in [(composed, decomposed), (decomposed, composed)] {
        let repo = newsroom();
        stage_at(&repo, agrees, AGREEING);
        repo.git(&["commit", "--quiet", "--message=Summer"]);
        stage_at(&repo, contradicts, CONTRADICTING);
        assert_found(&repo, &["--staged"], contradicts);
        assert_found(&repo, &["--staged", contradicts], contradicts);
        repo.check(&["--staged", agrees]).ended(0);
    }
}

const ODD_NAMES: [&str; 10] = [
    "a\nb.md",
    "a\tb.md",
    "a\"b.md",
    "a'b.md",
    "-rf.md",
    "--all.md",
    ":(top)b.md",
    "a*[b]?.md",
    " a .md",
    "\u{1f682} rail.md",
];

#[test]
fn a_name_may_hold_anything() {
    let repo = newsroom();
    let mut paths: Vec<String> = ODD_NAMES
        .iter()
        .flat_map(|name| [(*name).to_owned(), format!("articles/{name}")])
        .collect();
    paths.sort();
    for path in &paths {
        stage_at(&repo, path, CONTRADICTING);
    }
    let named: Vec<&str> = paths.iter().map(String::as_str).collect();
    let check = repo.check(&["--staged", "--format", "json"]);
    let hook = repo.factlint(&[&["hook", "--format", "json", "--"], named.as_slice()].concat());
    for run in [check, hook] {
        let report = run.ended(1).json();
        let mut found: Vec<&str> = findings(&report)
            .iter()
            .filter_map(|finding| finding["claim"]["path"].as_str())
            .collect();
        found.sort_unstable();
        assert_eq!(found, named);
    }
    let concise = repo.check(&["--staged", "--format", "concise"]).ended(1);
    assert_eq!(concise.stdout.lines().count(), paths.len(), "{concise}");
    for path in &paths {
        stage_at(&repo, path, AGREEING);
    }
    repo.check(&["--staged"]).ended(0);
}

#[test]
fn a_backslash_in_a_name_is_no_folder() {
    let path = "articles/a\\b.md";
    let repo = newsroom();
    stage_at(&repo, path, CONTRADICTING);
    assert_found(&repo, &["--staged"], path);
    repo.factlint(&["hook", path]).ended(1);
    assert_found(&repo, &["--staged", path], path);
}
