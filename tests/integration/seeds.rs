//! A small gold set of real articles, kept outside the project: a folder of texts named by the
//! variable `FACTLINT_SEEDS`, and beside it `seeds-gold.jsonl`, which quotes what the texts claim
//! and says which pairs contradict each other. Each text is staged against all others in turn.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Repo, findings};

/// A claim of the gold set: a stretch of one text.
#[derive(Debug, Clone)]
struct Claim {
    id: String,
    file: String,
    span: Range<usize>,
}

/// Two claims and what a report may say of them: severities, or "none".
#[derive(Debug, Clone)]
struct Pair {
    a: Claim,
    b: Claim,
    allowed: Vec<String>,
    severity: String,
}

struct Gold {
    texts: BTreeMap<String, String>,
    pairs: Vec<Pair>,
}

/// A sentence of a report.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    file: String,
    start: usize,
    end: usize,
}

/// One finding with one of its established sentences.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Reported {
    claim: Place,
    established: Place,
    severity: String,
    message: String,
}

fn gold() -> Option<Gold> {
    let Some(folder) = std::env::var_os("FACTLINT_SEEDS").map(PathBuf::from) else {
        eprintln!("skipped: FACTLINT_SEEDS names no folder");
        return None;
    };
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        if path.extension().is_some_and(|end| end == "txt") {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("the name is UTF-8")
                .to_owned();
            texts.insert(name, fs::read_to_string(&path).expect("the text is UTF-8"));
        }
    }
    let gold = folder
        .parent()
        .expect("the folder has a parent")
        .join("seeds-gold.jsonl");
    let rows: Vec<Value> = fs::read_to_string(gold)
        .expect("the gold file can be read")
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| serde_json::from_str(line).expect("a line of the gold file is JSON"))
        .collect();
    let of_kind = |kind: &'static str| rows.iter().filter(move |row| row["kind"] == kind);
    let claims: BTreeMap<&str, Claim> = of_kind("claim")
        .map(|row| (text_of(row, "id"), claim(row, &texts)))
        .collect();
    let pairs = of_kind("pair")
        .map(|row| Pair {
            a: claims[text_of(row, "a")].clone(),
            b: claims[text_of(row, "b")].clone(),
            allowed: row["accept"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            severity: text_of(row, "severity").to_owned(),
        })
        .collect();
    Some(Gold { texts, pairs })
}

fn text_of<'r>(row: &'r Value, key: &str) -> &'r str {
    row[key].as_str().unwrap_or_else(|| panic!("no {key} in {row}"))
}

/// The quote is looked for on the line that the row names.
fn claim(row: &Value, texts: &BTreeMap<String, String>) -> Claim {
    let (id, file, quote) = (text_of(row, "id"), text_of(row, "file"), text_of(row, "quote"));
    let text = texts.get(file).unwrap_or_else(|| panic!("{id}: no text {file}"));
    let number = row["line"]
        .as_u64()
        .and_then(|line| usize::try_from(line).ok())
        .expect("a row has a line");
    let line_start: usize = text.split_inclusive('\n').take(number - 1).map(str::len).sum();
    let at = text[line_start..]
        .find(quote)
        .unwrap_or_else(|| panic!("{id}: its quote is not in {file}"))
        + line_start;
    Claim {
        id: id.to_owned(),
        file: file.to_owned(),
        span: at..at + quote.len(),
    }
}

impl Gold {
    fn files(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// What is reported when one text is staged against all others.
    fn staged(&self, file: &str) -> Vec<Reported> {
        let repo = Repo::new();
        for (name, text) in self.texts.iter().filter(|(name, _)| *name != file) {
            repo.write(name, text);
        }
        repo.commit("2026-02-01");
        repo.write(file, &self.texts[file]).stage();
        reported(&repo.report(&["--staged"]))
    }

    fn audited(&self) -> Vec<Reported> {
        let repo = Repo::new();
        for (name, text) in &self.texts {
            repo.write(name, text);
        }
        repo.commit("2026-02-01");
        reported(&repo.report(&["--all"]))
    }

    /// Every run by its name: each text staged, and the audit. `None` is the audit's staged text.
    fn runs(&self) -> Vec<(Option<String>, Vec<Reported>)> {
        let staged = self.files().map(|file| (Some(file.to_owned()), self.staged(file)));
        staged.chain([(None, self.audited())]).collect()
    }
}

fn reported(report: &Value) -> Vec<Reported> {
    let mut pairs = Vec::new();
    for finding in findings(report) {
        for side in finding["established"].as_array().into_iter().flatten() {
            pairs.push(Reported {
                claim: place(&finding["claim"]),
                established: place(side),
                severity: text_of(finding, "severity").to_owned(),
                message: text_of(finding, "message").to_owned(),
            });
        }
    }
    pairs
}

fn place(side: &Value) -> Place {
    let at = |end: &str| {
        side["sentence"][end]
            .as_u64()
            .and_then(|at| usize::try_from(at).ok())
            .expect("a sentence has ends")
    };
    Place {
        file: text_of(side, "path").to_owned(),
        start: at("start"),
        end: at("end"),
    }
}

impl Place {
    fn holds(&self, claim: &Claim) -> bool {
        self.file == claim.file && self.start < claim.span.end && claim.span.start < self.end
    }
}

impl Reported {
    fn is(&self, pair: &Pair) -> bool {
        let either = |one: &Claim, other: &Claim| self.claim.holds(one) && self.established.holds(other);
        either(&pair.a, &pair.b) || either(&pair.b, &pair.a)
    }
}

/// Whether the run must see the pair: it is an audit, or one side is what was staged.
fn concerns(staged: Option<&str>, pair: &Pair) -> bool {
    staged.is_none_or(|file| pair.a.file == file || pair.b.file == file)
}

fn rank(severity: &str) -> u8 {
    match severity {
        "error" => 3,
        "warning" => 2,
        "note" | "info" => 1,
        _ => 0,
    }
}

fn name(staged: Option<&str>) -> String {
    staged.map_or("all".to_owned(), |file| format!("staged {}", &file[..3]))
}

#[test]
fn every_clear_contradiction_is_found_from_either_side() {
    let Some(gold) = gold() else { return };
    let mut missed = Vec::new();
    for (staged, reported) in gold.runs() {
        for pair in gold
            .pairs
            .iter()
            .filter(|pair| pair.severity == "error" && concerns(staged.as_deref(), pair))
        {
            let found: BTreeSet<&str> = reported
                .iter()
                .filter(|reported| reported.is(pair))
                .map(|reported| reported.severity.as_str())
                .collect();
            if !pair.allowed.iter().any(|allowed| found.contains(allowed.as_str())) {
                missed.push(format!(
                    "{}: {} / {}: {found:?}",
                    name(staged.as_deref()),
                    pair.a.id,
                    pair.b.id
                ));
            }
        }
    }
    assert!(
        missed.is_empty(),
        "missed or at another severity:\n  {}",
        missed.join("\n  ")
    );
}

#[test]
fn what_must_stay_silent_is_silent() {
    let Some(gold) = gold() else { return };
    // A finding may lie in the same two sentences as a pair that must be reported.
    let may_speak = |reported: &Reported| {
        gold.pairs
            .iter()
            .any(|pair| pair.severity != "none" && reported.is(pair) && pair.allowed.contains(&reported.severity))
    };
    let mut noisy = Vec::new();
    for (staged, reported) in gold.runs() {
        for reported in reported.iter().filter(|reported| !may_speak(reported)) {
            for pair in gold
                .pairs
                .iter()
                .filter(|pair| pair.severity == "none" && reported.is(pair))
            {
                noisy.push(format!(
                    "{}: {} / {}: {} {}",
                    name(staged.as_deref()),
                    pair.a.id,
                    pair.b.id,
                    reported.severity,
                    reported.message
                ));
            }
        }
    }
    assert!(
        noisy.is_empty(),
        "reported although nothing is wrong:\n  {}",
        noisy.join("\n  ")
    );
}

#[test]
fn nothing_is_graver_than_the_gold_allows() {
    let Some(gold) = gold() else { return };
    let mut unforeseen = BTreeSet::new();
    for (staged, reported) in gold.runs() {
        for reported in reported {
            let known: Vec<&Pair> = gold.pairs.iter().filter(|pair| reported.is(pair)).collect();
            if !known.iter().any(|pair| {
                pair.allowed
                    .iter()
                    .any(|allowed| rank(&reported.severity) <= rank(allowed))
            }) {
                unforeseen.insert(format!(
                    "{}: {} {}",
                    name(staged.as_deref()),
                    reported.severity,
                    reported.message
                ));
            }
        }
    }
    assert!(
        unforeseen.is_empty(),
        "the gold set knows no such finding:\n  {}",
        unforeseen.into_iter().collect::<Vec<_>>().join("\n  ")
    );
}

#[test]
fn nothing_is_taken_from_below_the_article() {
    let Some(gold) = gold() else { return };
    let Some((file, text)) = gold.texts.iter().find(|(name, _)| name.starts_with("002")) else {
        panic!("the folder holds no text 002");
    };
    let footer: usize = text.split_inclusive('\n').take(9).map(str::len).sum();
    let repo = Repo::new();
    repo.write(file, text);
    let run = repo.factlint(&["extract", "--format", "jsonl", file]).ended(0);
    assert!(run.stdout.lines().count() > 3, "{run}");
    for line in run.stdout.lines() {
        let claim: Value = serde_json::from_str(line).expect("a claim is JSON");
        assert!(
            claim["sentence"]["start"].as_u64().is_some_and(|at| at < footer as u64),
            "{claim:#}"
        );
    }
}
