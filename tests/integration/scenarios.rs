//! Literate scenarios: Markdown files of `tests/scenarios`, in which each `##` heading is a
//! repository, a change and the report that must come of it.
//!
//! Fenced blocks with these words behind the language hold the files: `base path=…` is committed,
//! `change path=…` and `change-delete path=…` are staged, `config` is a committed `factlint.toml`;
//! `report` holds the lines of `check --staged --format concise`. With `FACTLINT_UPDATE=1` the
//! reports are written anew, but for what is listed as a known miss.

use std::fs;
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use factlint::check::{Keeping, Mode, Request, Unwatched, check_kept};
use factlint::diagnostic::Tongue;
use factlint::git::Repository;
use factlint::report::{Format, Report as FindingsReport, Style, Summary, render, scope_line, scope_remarks};

use crate::support::{Repo, TODAY};

/// Scenarios whose report is what it should be but not yet what it is: file, heading, and why.
/// Each must still fail, so that none is forgotten here once it works.
const KNOWN_MISSES: &[(&str, &str, &str)] = &[
    (
        "names",
        "A name that opens the sentence",
        "one capitalised word at the head of a sentence is no name",
    ),
    (
        "names",
        "An acronym that another article expands",
        "an expansion holds in its own article only",
    ),
];

#[derive(Debug, Default)]
struct Scenario {
    title: String,
    base: Vec<(String, String)>,
    change: Vec<(String, String)>,
    delete: Vec<String>,
    report: Option<String>,
    /// Where the report stands in the file.
    report_at: Range<usize>,
}

/// What a check prints.
#[derive(Debug)]
struct Report {
    findings: String,
    remarks: String,
}

#[derive(Debug)]
struct ScenarioFile {
    path: PathBuf,
    stem: String,
    text: String,
    scenarios: Vec<Scenario>,
}

fn scenario_files() -> Vec<ScenarioFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder can be listed")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    paths.sort();
    let files: Vec<ScenarioFile> = paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path)
                .expect("the scenario is UTF-8")
                .replace("\r\n", "\n");
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .expect("the name is UTF-8")
                .to_owned();
            let scenarios = parse(&stem, &text);
            ScenarioFile {
                path,
                stem,
                text,
                scenarios,
            }
        })
        .collect();
    assert!(
        files.iter().map(|file| file.scenarios.len()).sum::<usize>() > 20,
        "the scenarios are gone"
    );
    files
}

fn parse(stem: &str, text: &str) -> Vec<Scenario> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    let mut at = 0;
    let mut block: Option<(String, String, usize)> = None;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some((fence, words, body)) = &block {
            if line.trim_end() == fence {
                let scenario = scenarios
                    .last_mut()
                    .unwrap_or_else(|| panic!("{stem}: a block above the first heading"));
                scenario.take(stem, words, &text[*body..start], *body..start);
                block = None;
            }
        } else if line.starts_with("```") {
            let fence: String = line.chars().take_while(|c| *c == '`').collect();
            let words = line[fence.len()..].trim().to_owned();
            block = Some((fence, words, at));
        } else if let Some(title) = line.strip_prefix("## ") {
            scenarios.push(Scenario {
                title: title.trim().to_owned(),
                ..Scenario::default()
            });
        }
    }
    assert!(block.is_none(), "{stem}: a block is not closed");
    scenarios
}

impl Scenario {
    fn take(&mut self, stem: &str, words: &str, body: &str, at: Range<usize>) {
        let place = format!("{stem}: {}", self.title);
        let path = words
            .split_whitespace()
            .find_map(|word| word.strip_prefix("path="))
            .map(str::to_owned);
        let path = || path.clone().unwrap_or_else(|| panic!("{place}: a block without path"));
        let kind = words
            .split_whitespace()
            .find(|word| matches!(*word, "base" | "change" | "change-delete" | "config" | "report"));
        match kind {
            Some("base") => self.base.push((path(), body.to_owned())),
            Some("change") => self.change.push((path(), body.to_owned())),
            Some("change-delete") => self.delete.push(path()),
            Some("config") => self.base.push(("factlint.toml".to_owned(), body.to_owned())),
            Some("report") => {
                assert!(self.report.is_none(), "{place}: two reports");
                self.report = Some(body.to_owned());
                self.report_at = at;
            }
            _ => panic!("{place}: a block that is neither base, change, change-delete, config nor report"),
        }
    }

    fn run(&self) -> Report {
        let repo = Repo::new();
        for (path, text) in &self.base {
            repo.write(path, text);
        }
        repo.commit("2026-02-15");
        for path in &self.delete {
            repo.remove(path);
        }
        for (path, text) in &self.change {
            repo.write(path, text);
        }
        repo.stage();
        // Git's own variables, as inside of a hook, would lead to another repository.
        if std::env::vars_os().any(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            let run = repo.check(&["--staged", "--format", "concise"]);
            return Report {
                findings: run.stdout,
                remarks: run.stderr,
            };
        }
        reported(&repo)
    }
}

/// What `check --staged --format concise` prints, without the time that a process takes to begin.
fn reported(repo: &Repo) -> Report {
    let repository = Repository::discover(repo.top()).expect("the repository opens");
    let day = TODAY.parse().expect("a day");
    let keeping = Keeping::In(repo.top().join(".git/factlint"));
    let request = Request::new(Mode::Staged, day);
    let outcome = check_kept(&repository, &request, &keeping, &Unwatched).expect("Git is read");
    let report = FindingsReport {
        findings: &outcome.findings,
        sources: &outcome.sources,
        scope: &outcome.scope,
        summary: Summary::new(&outcome.findings, outcome.suppressed),
        about: &outcome.about,
        top: None,
        tongue: Tongue::English,
    };
    let style = Style {
        color: false,
        width: 100,
        unicode: true,
        hyperlinks: false,
    };
    let remarks = scope_remarks(&outcome.scope, Tongue::English).join("\n");
    Report {
        findings: render(Format::Concise, &report, style),
        remarks: format!("{}\n{remarks}\n", scope_line(&outcome.scope, Tongue::English)),
    }
}

fn known_miss(stem: &str, title: &str) -> Option<&'static str> {
    KNOWN_MISSES
        .iter()
        .find(|(file, heading, _)| *file == stem && *heading == title)
        .map(|(_, _, why)| *why)
}

/// Runs the scenarios of one file; with `update`, writes their reports anew. Gives what differs.
fn run_file(file: &ScenarioFile, update: bool) -> Vec<String> {
    let mut failures = Vec::new();
    let mut text = file.text.clone();
    for scenario in file.scenarios.iter().rev() {
        let expected = scenario
            .report
            .as_deref()
            .unwrap_or_else(|| panic!("{}: {}: no report", file.stem, scenario.title));
        let report = scenario.run();
        let place = format!("{}: {}", file.stem, scenario.title);
        match (known_miss(&file.stem, &scenario.title), report.findings == expected) {
            (None, true) => {}
            (Some(why), false) => eprintln!("known miss: {place} ({why})\n{}", report.findings),
            (None, false) if update => text.replace_range(scenario.report_at.clone(), &report.findings),
            (None, false) => failures.push(format!(
                "{place}\n--- expected\n{expected}--- reported\n{}--- and said\n{}",
                report.findings, report.remarks
            )),
            (Some(why), true) => failures.push(format!("{place}: works now, take it from the list ({why})")),
        }
    }
    if update && text != file.text {
        fs::write(&file.path, text).expect("the scenario can be written");
    }
    failures.reverse();
    failures
}

#[test]
fn scenarios_report_what_they_say() {
    let update = std::env::var_os("FACTLINT_UPDATE").is_some_and(|value| value == "1");
    let files = scenario_files();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut failures: Vec<(usize, Vec<String>)> = std::thread::scope(|scope| {
        let work = || {
            let mut found = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                match files.get(number) {
                    Some(file) => found.push((number, run_file(file, update))),
                    None => return found,
                }
            }
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    failures.sort();
    let failures: Vec<String> = failures.into_iter().flat_map(|(_, failures)| failures).collect();
    assert!(
        failures.is_empty(),
        "{} scenarios:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn known_misses_are_scenarios() {
    let files = scenario_files();
    for (stem, title, why) in KNOWN_MISSES {
        let there = files
            .iter()
            .any(|file| file.stem == *stem && file.scenarios.iter().any(|scenario| scenario.title == *title));
        assert!(there, "{stem}: {title}: no such scenario ({why})");
    }
}

#[test]
fn scenarios_are_read_as_they_are_written() {
    let text = "# T\n\n## One\n\n```toml config\na\n```\n\n````text change path=b.md\n```\nx\n```\n````\n\n```report\nr\n```\n";
    let scenarios = parse("t", text);
    assert_eq!(scenarios.len(), 1);
    assert_eq!(scenarios[0].base, [("factlint.toml".to_owned(), "a\n".to_owned())]);
    assert_eq!(scenarios[0].change, [("b.md".to_owned(), "```\nx\n```\n".to_owned())]);
    assert_eq!(&text[scenarios[0].report_at.clone()], "r\n");
}
