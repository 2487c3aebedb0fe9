//! The ledger that is kept from run to run: it never changes an answer, whatever happens to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use factlint::ledger::{Store, StoreError};
use rusqlite::Connection;

use crate::newsroom::{AGREEING, CONTRADICTING, NEW, OLD, OTHER, OTHER_YEAR, QUIET, STAGED, assert_pair, newsroom};
use crate::support::{FACTLINT, Repo, Run};

const ALL_MODES: [&[&str]; 6] = [
    &[],
    STAGED,
    &["--all"],
    &["--base", "HEAD~1"],
    &["--commit", "HEAD"],
    &["--staged", OLD],
];

/// The file that holds the ledger; there is one only.
#[track_caller]
fn store_of(repo: &Repo) -> PathBuf {
    let found = Store::all(&repo.path(".git/factlint")).expect("the folder can be read");
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].0.clone()
}

fn with_ledger(repo: &Repo, arguments: &[&str]) -> Run {
    repo.check(&[&["--format", "json"], arguments].concat())
}

fn without_ledger(repo: &Repo, arguments: &[&str]) -> Run {
    with_ledger(repo, &[&["--no-cache"], arguments].concat())
}

/// The same is said with the ledger as it is, once more, without one, and with a new one.
#[track_caller]
fn assert_same_answers(repo: &Repo, what: &str) {
    for arguments in ALL_MODES {
        let runs = [
            with_ledger(repo, arguments),
            with_ledger(repo, arguments),
            without_ledger(repo, arguments),
        ];
        for run in &runs[1..] {
            assert_eq!(
                (run.code, &run.stdout),
                (runs[0].code, &runs[0].stdout),
                "{what}: {arguments:?}"
            );
        }
    }
    repo.factlint(&["cache", "clean"]).ended(0);
    let cold = with_ledger(repo, STAGED);
    let plain = without_ledger(repo, STAGED);
    assert_eq!((cold.code, &cold.stdout), (plain.code, &plain.stdout), "{what}: cold");
}

fn about(house: &str, people: &str, day: u32) -> String {
    format!(
        "# {house}\n\n{day} March 2024\n\nThe company {house} was founded in 1987. {people} is the chief executive of \
         {house}. {house} employs {day}40 people.\n"
    )
}

#[test]
fn it_follows_whatever_becomes_of_articles() {
    let repo = newsroom();
    repo.write(OTHER, about("Marlow Vale", "Ada Roux", 3))
        .write("articles/club.md", about("Marlow Vale FC", "A. Roux", 4))
        .commit("2026-02-02");
    assert_same_answers(&repo, "articles of other names");
    repo.write(NEW, CONTRADICTING).stage();
    assert_same_answers(&repo, "an article is staged");
    repo.commit("2026-02-03");
    repo.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    assert_same_answers(&repo, "another branch");
    repo.git(&["mv", OTHER, "articles/moved.md"]);
    repo.write("articles/moved.md", about("Marlow Vale", "Max Roux", 5));
    assert_same_answers(&repo, "an article is moved and edited");
    repo.commit("2026-02-04");
    repo.remove("articles/club.md").stage();
    assert_same_answers(&repo, "an article is deleted");
    repo.commit("2026-02-05");
    repo.try_git(&["merge", "--quiet", "--no-commit", "main"]);
    assert_same_answers(&repo, "a merge that is not committed");
    repo.git(&["commit", "--quiet", "--no-edit"]);
    repo.write(".gitattributes", "articles/history.md linguist-generated\n")
        .commit("2026-02-06");
    assert_same_answers(&repo, "an article is marked as generated");
    repo.write("factlint.toml", "exclude = [\"articles/quill*\"]\n").stage();
    assert_same_answers(&repo, "the configuration is staged");
    repo.commit("2026-02-07");
    repo.write("articles/broken.md", b"caf\xe9\n")
        .write("articles/none.md", "")
        .commit("2026-02-08");
    assert_same_answers(&repo, "an article that cannot be read");
}

#[test]
fn comments_that_silence_work_on_what_stands() {
    let repo = newsroom();
    let silenced = OTHER_YEAR.replace(
        "\n\nThe",
        "\n\n<!-- factlint: ignore[founding-date] as told then -->\nThe",
    );
    repo.write(OTHER, &silenced).commit("2026-02-02");
    assert_same_answers(&repo, "a silenced article stands");
    repo.write(
        NEW,
        AGREEING.replace("\n\nThe", "\n\n<!-- factlint: ignore[founding-date] useless -->\nThe"),
    )
    .stage();
    assert_same_answers(&repo, "a useless comment is staged");
    repo.write(
        NEW,
        CONTRADICTING.replace("\n\nThe", "\n\n<!-- factlint: ignore[founding-date] why -->\nThe"),
    )
    .commit("2026-02-03");
    repo.write(NEW, "# A short history\n\n<!-- factlint: ignore[founding-date] why -->\n\nThe company Quillmoor Rail was founded in 1991, by the sons of a miller.\n\nQuiet.\n").stage();
    assert_same_answers(&repo, "a needed comment stands in a changed article");
}

#[test]
fn nothing_but_the_change_is_read() {
    let repo = newsroom();
    repo.write(OTHER, QUIET).commit("2026-02-02");
    repo.factlint(&["index"]).ended(0);
    // The blob of an article that says nothing of this is lost.
    let blob = repo.git(&["rev-parse", &format!("HEAD:{OTHER}")]);
    let (folder, file) = blob.trim().split_at(2);
    fs::remove_file(repo.path(&format!(".git/objects/{folder}/{file}"))).expect("the blob can be removed");
    repo.write(NEW, CONTRADICTING).git(&["add", NEW]);
    assert_pair(&with_ledger(&repo, STAGED).ended(1).json(), (NEW, 3), (OLD, 3));
    without_ledger(&repo, STAGED).ended(2);
}

#[test]
fn branches_back_and_forth_read_nothing_twice() {
    let repo = newsroom();
    repo.write(NEW, AGREEING).commit("2026-02-02");
    repo.git(&["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    repo.write(OTHER, about("Marlow Vale", "Ada Roux", 3))
        .commit("2026-02-03");
    let records = || {
        let store = Store::open_at(&store_of(&repo)).expect("the ledger can be opened");
        store.verify().expect("the ledger is whole")
    };
    for branch in ["main", "side"] {
        repo.git(&["checkout", "--quiet", branch]);
        repo.factlint(&["index"]).ended(0);
    }
    let after_both = records();
    assert_eq!(after_both, 3);
    for branch in ["main", "side", "main"] {
        repo.git(&["checkout", "--quiet", branch]);
        repo.factlint(&["index"]).ended(0);
    }
    assert_eq!(records(), after_both);
}

/// A repository with enough articles for a ledger of many pages, one of which a staged article contradicts.
fn archive() -> Repo {
    let repo = newsroom();
    for number in 0..90 {
        let house = format!(
            "{}{} Works",
            ["Alder", "Birch", "Cedar"][number % 3],
            ["ton", "ham", "by"][number / 3 % 3]
        );
        repo.write(
            &format!("articles/a{number}.md"),
            about(
                &house,
                &format!("Nora {}son", ["Till", "Harri", "Dobb"][number % 3]),
                1 + number as u32 % 28,
            ),
        );
    }
    repo.commit("2026-02-02");
    repo.write(NEW, CONTRADICTING).stage();
    repo
}

#[test]
fn damage_is_never_believed() {
    let repo = archive();
    let expected = without_ledger(&repo, STAGED).ended(1);
    with_ledger(&repo, STAGED);
    let store = store_of(&repo);
    let whole = fs::read(&store).expect("the ledger can be read");
    let mut noticed = 0;
    let steps = 16;
    for step in 0..steps {
        let mut bytes = whole.clone();
        let at = (whole.len() - 1) * step / (steps - 1);
        bytes[at] ^= 1 << (step % 8);
        noticed += usize::from(assert_harmless(
            &repo,
            &store,
            &bytes,
            &expected,
            &format!("byte {at} is flipped"),
        ));
    }
    for step in 0..5 {
        let length = whole.len() * step / 5;
        let what = format!("cut off at {length}");
        noticed += usize::from(assert_harmless(&repo, &store, &whole[..length], &expected, &what));
    }
    assert_harmless(
        &repo,
        &store,
        b"no database at all, but a text that is long enough\n",
        &expected,
        "a text",
    );
    assert!(noticed > 4, "{noticed} of the damages were noticed");
}

/// With these bytes for a ledger, the answer is the same; returns whether the damage was told.
#[track_caller]
fn assert_harmless(repo: &Repo, store: &Path, bytes: &[u8], expected: &Run, what: &str) -> bool {
    fs::write(store, bytes).expect("the ledger can be written");
    let run = with_ledger(repo, STAGED);
    assert_eq!(
        (run.code, &run.stdout),
        (expected.code, &expected.stdout),
        "{what}: {run}"
    );
    let told = run.stderr.contains("the ledger was damaged");
    let again = with_ledger(repo, STAGED);
    assert_eq!(
        (again.code, &again.stdout),
        (expected.code, &expected.stdout),
        "{what}: {again}"
    );
    told
}

#[test]
fn a_killed_run_leaves_nothing_wrong() {
    let repo = archive();
    let expected = without_ledger(&repo, STAGED).ended(1);
    for step in 0..9 {
        let mut running = repo
            .command(FACTLINT, &["index"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("factlint runs");
        thread::sleep(Duration::from_millis(step * 60));
        running.kill().expect("it can be killed");
        running.wait().expect("it ends");
        let run = with_ledger(&repo, STAGED);
        assert_eq!(
            (run.code, &run.stdout),
            (expected.code, &expected.stdout),
            "{step}: {run}"
        );
        assert_eq!(run.stderr, expected.stderr, "{step}");
        if step % 3 == 2 {
            repo.factlint(&["cache", "clean"]).ended(0);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_only_keeps_nothing() {
    let repo = archive();
    let expected = without_ledger(&repo, STAGED).ended(1);
    // Blocks of 512 bytes that a file may have.
    for blocks in [0, 8, 40, 90, 200] {
        repo.factlint(&["cache", "clean"]);
        let script = format!(
            "trap '' XFSZ; ulimit -f {blocks}; exec '{FACTLINT}' check --staged --format json --as-of 2026-02-20 2>&1 >&3 | cat >&2"
        );
        let script = format!("exec 3>&1; {script}");
        let run = repo.run(&mut repo.command("bash", &["-c", &script]));
        assert_eq!(run.stdout, expected.stdout, "{blocks}: {run}");
    }
}

#[test]
fn nobody_waits_long_for_a_lock() {
    let repo = archive();
    let expected = without_ledger(&repo, STAGED).ended(1);
    with_ledger(&repo, STAGED);
    repo.write(OTHER, QUIET)
        .git(&["commit", "--quiet", "--message=Quiet", "--", "."]);
    repo.write(NEW, CONTRADICTING).stage();
    let other = Connection::open(store_of(&repo)).expect("the ledger can be opened");
    for how in ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"] {
        other.execute_batch(how).expect("nobody else writes");
        let began = Instant::now();
        let run = with_ledger(&repo, STAGED);
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!(run.code, without_ledger(&repo, STAGED).code, "{how}: {run}");
        assert_eq!(run.stdout, without_ledger(&repo, STAGED).stdout, "{how}: {run}");
        other.execute_batch("ROLLBACK").expect("the transaction can be left");
    }
    drop(other);
    assert!(expected.stdout.contains("founding-date"), "{expected}");
}

#[test]
fn many_hooks_at_once_agree() {
    let repo = archive();
    let expected = without_ledger(&repo, STAGED).ended(1);
    let linked = repo.beside("linked");
    repo.git(&["worktree", "add", "--quiet", "--detach", &linked.display().to_string()]);
    let run = |top: &Path| {
        let mut command = repo.command(
            FACTLINT,
            &["check", "--staged", "--format", "json", "--as-of", "2026-02-20"],
        );
        repo.run(command.current_dir(top))
    };
    thread::scope(|scope| {
        let hooks: Vec<_> = (0..6)
            .map(|number| {
                let top = if number % 3 == 0 { linked.as_path() } else { repo.top() };
                let run = &run;
                scope.spawn(move || (number, run(top)))
            })
            .collect();
        for hook in hooks {
            let (number, ended) = hook.join().expect("the hook ends");
            match number % 3 {
                0 => assert!(ended.stdout.contains("\"untouched\": true"), "{ended}"),
                _ => assert_eq!(ended.stdout, expected.stdout, "{ended}"),
            }
        }
    });
    Store::open_at(&store_of(&repo))
        .and_then(|store| store.verify())
        .expect("the ledger is whole");
}

/// The index of a store after another process has changed it in between.
#[test]
fn what_another_process_changed_is_seen() {
    let repo = archive();
    repo.factlint(&["index"]).ended(0);
    let mut one = Store::open_at(&store_of(&repo)).expect("the ledger can be opened");
    let before = one.state().clone();
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.write(OTHER, QUIET).commit("2026-02-05");
    repo.factlint(&["index"]).ended(0);
    assert_eq!(one.state(), &before, "a store is as it was when it was opened");
    // Nothing is written by who has not seen the change, and then it is seen.
    assert_eq!(one.append(&[]), Err(StoreError::Busy));
    assert_eq!(one.state().generation, before.generation + 1);
    assert_ne!(one.state().tree, before.tree);
    assert_eq!(one.append(&[]), Ok(Vec::new()));
}

#[test]
fn what_git_replaces_is_read_in_its_place() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING).stage();
    with_ledger(&repo, STAGED).ended(1);
    let id = |text: &str| {
        repo.write("scratch.txt", text);
        let id = repo.git(&["hash-object", "-w", "scratch.txt"]);
        repo.remove("scratch.txt");
        id.trim().to_owned()
    };
    let old = repo.git(&["rev-parse", &format!("HEAD:{OLD}")]).trim().to_owned();
    let agreeing = id(&crate::newsroom::ESTABLISHED.replace("1987", "1991"));
    repo.git(&["replace", &old, &agreeing]);
    with_ledger(&repo, STAGED).ended(0);
    repo.git(&["replace", "--delete", &old]);
    with_ledger(&repo, STAGED).ended(1);
}

#[test]
fn the_cache_can_be_looked_after() {
    let repo = archive();
    let folder = repo.factlint(&["cache", "dir"]).ended(0).stdout;
    assert!(folder.trim_end().ends_with(".git/factlint"), "{folder}");
    let run = repo.factlint(&["index"]).ended(0);
    assert!(run.stdout.starts_with("91 articles, which state "), "{run}");
    let size = repo.factlint(&["cache", "size"]).ended(0).stdout;
    assert_eq!(size.lines().count(), 2, "{size}");
    let verified = repo.factlint(&["cache", "verify"]).ended(0).stdout;
    assert!(verified.contains("91 versions of articles"), "{verified}");
    // A version that does not stand any more.
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.write(OLD, AGREEING).commit("2026-02-03");
    repo.factlint(&["index"]).ended(0);
    assert!(repo.factlint(&["cache", "verify"]).stdout.contains("92 versions"));
    // What was read by other rules.
    fs::copy(store_of(&repo), repo.path(".git/factlint/ledger-0-0.sqlite")).expect("the file can be copied");
    repo.factlint(&["index"]).ended(0);
    repo.factlint(&["cache", "gc"]).ended(0);
    assert!(
        repo.factlint(&["cache", "verify"])
            .ended(0)
            .stdout
            .contains("91 versions")
    );
    repo.write(NEW, CONTRADICTING).stage();
    with_ledger(&repo, STAGED).ended(1);
    let store = store_of(&repo);
    let mut bytes = fs::read(&store).expect("the ledger can be read");
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0);
    fs::write(&store, bytes).expect("the ledger can be written");
    let run = repo.factlint(&["cache", "verify"]).ended(2);
    assert!(
        run.stderr.contains("is damaged; `factlint cache clean` removes it"),
        "{run}"
    );
    repo.factlint(&["cache", "clean"]).ended(0);
    assert_eq!(
        Store::all(&repo.path(".git/factlint")).expect("the folder can be read"),
        []
    );
}

#[test]
fn what_is_no_store_is_refused() {
    let repo = Repo::new();
    let folder = repo.path("x.sqlite");
    fs::create_dir(&folder).expect("a folder can be made");
    assert!(matches!(Store::open_at(&folder), Err(StoreError::Refused(_))));
    repo.write("y.sqlite", [7; 9000]);
    assert!(matches!(
        Store::open_at(&repo.path("y.sqlite")),
        Err(StoreError::Damaged(_))
    ));
}

#[test]
fn a_changed_rule_reads_again_what_it_can_touch() {
    let repo = archive();
    repo.git(&["reset", "--quiet", "--hard"]);
    repo.factlint(&["index"]).ended(0);
    repo.write("factlint.toml", "rules = [\"house/*.toml\"]\n")
        .write(
            "house/mileage.toml",
            "id = \"mileage\"\nsummary = \"How far a line runs\"\nwhy = \"A line has one length.\"\n\
             value = \"quantity\"\nunit = \"length\"\ntriggers.en = [\"trackbed\"]\n\n[[example]]\n\
             established = \"The trackbed of the Tillson line is 12 km long.\"\n\
             change = \"The trackbed of the Tillson line is 15 km long.\"\nverdict = \"contradiction\"\n\n[[example]]\n\
             established = \"The trackbed of the Tillson line is 12 km long.\"\n\
             change = \"The trackbed of the Tillson line is 12 km long.\"\nverdict = \"consistent\"\n",
        )
        .write(OTHER, "# Line\n\nThe trackbed of the Tillson line is 12 km long.\n")
        .commit("2026-02-04");
    let run = repo.factlint(&["index"]).ended(0);
    assert!(run.stdout.contains("92 articles"), "{run}");
    repo.write(NEW, "# Line\n\nThe trackbed of the Tillson line is 15 km long.\n")
        .stage();
    for arguments in [STAGED, &["--all"]] {
        let run = with_ledger(&repo, arguments);
        let plain = without_ledger(&repo, arguments);
        assert_eq!((run.code, &run.stdout), (plain.code, &plain.stdout), "{run}");
    }
    repo.git(&["rm", "--quiet", "--cached", NEW]);
    repo.remove("house/mileage.toml")
        .git(&["commit", "--quiet", "--all", "--message=Without"]);
    repo.write(NEW, CONTRADICTING).stage();
    let run = with_ledger(&repo, STAGED).ended(1);
    assert_eq!(run.stdout, without_ledger(&repo, STAGED).stdout);
}

#[test]
fn facts_are_shown_with_their_articles() {
    let repo = newsroom();
    repo.write(NEW, CONTRADICTING)
        .write(OTHER, AGREEING)
        .commit("2026-02-02");
    let run = repo.factlint(&["facts", "Quillmoor", "Rail"]);
    run.ended(3);
    let shown = repo.factlint(&["facts", "Quillmoor Rail"]).ended(0).stdout;
    let commit = |rev: &str| repo.git(&["rev-parse", "--short=8", rev]).trim().to_owned();
    let expected = format!(
        "Quillmoor Rail\n\nfounding-date\n  1. 1991  disagrees with 2\n       articles/history.md:3 (in commit {} of \
         2026-02-02 by A Tester)\n         The company Quillmoor Rail was founded in 1991, by the sons of a miller.\n  2. \
         1987  disagrees with 1\n       articles/other.md:3 (in commit {} of 2026-02-02 by A Tester)\n         The company \
         Quillmoor Rail was founded in 1987, by the sons of a miller.\n       articles/quillmoor.md:3\n         The company \
         Quillmoor Rail was founded in 1987, in the north of the county.\n",
        commit("HEAD"),
        commit("HEAD")
    );
    let author = repo.git(&["log", "-1", "--format=%an"]);
    assert_eq!(shown.replace(author.trim(), "A Tester"), expected, "{shown}");
    let json = repo
        .factlint(&["facts", "Quillmoor Rail", "founding-date", "--format", "json"])
        .ended(0)
        .json();
    assert_eq!(
        json["entities"][0]["attributes"][0]["values"][0]["disagrees_with"][0], 1,
        "{json:#}"
    );
    let unknown = repo.factlint(&["facts", "Nobody Inc"]).ended(3);
    assert!(
        unknown.stderr.contains("states anything of \"Nobody Inc\""),
        "{unknown}"
    );
}

#[test]
fn history_tells_how_a_fact_changed() {
    let repo = newsroom();
    repo.write(OLD, crate::newsroom::ESTABLISHED.replace("1987", "1988"))
        .commit("2026-02-02");
    repo.write(OTHER, QUIET).commit("2026-02-03");
    repo.remove(OLD).commit("2026-02-04");
    let shown = repo
        .factlint(&["facts", "log", "Quillmoor Rail", "founding-date"])
        .ended(0)
        .stdout;
    let changes: Vec<&str> = shown
        .lines()
        .filter(|line| line.starts_with("    "))
        .map(str::trim)
        .collect();
    assert_eq!(changes, ["1987", "1987 -> 1988", "no longer: 1988"], "{shown}");
    let days: Vec<&str> = shown
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.get(..10))
        .collect();
    assert_eq!(days, ["2026-02-01", "2026-02-02", "2026-02-04"], "{shown}");
    repo.factlint(&["facts", "log", "Quillmoor Rail"]).ended(2);
}
