//! One corpus for each format (`tests/formats`): what a careful reader reads, and what is none of
//! the article. Beside each document stands what that reader noted down.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use factlint::document::{Document, Format, Parsed, Scope, Settings, parse};
use factlint::extract::extract;
use factlint::rule::{Examples, RuleSet};
use factlint::source::{RepoPath, Sources};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats")
}

fn read(path: &Path) -> (Document, String) {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let path = RepoPath::new(name);
    let source = Sources::new().add(path.clone(), text.as_str());
    match parse(source, &path, &text, &Settings::default()) {
        Parsed::Article(document) => (*document, text),
        Parsed::OtherLanguage(code) => panic!("{name} is read as {code}"),
    }
}

/// All words with one space between them, as the document's own spelling has them.
fn words(text: &str) -> String {
    let spelled = factlint::source::MappedText::with_entities(text);
    spelled.as_str().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of one scope, or all of them, each on a line. A mark that was left out leaves a
/// blank, which no reader sees before a sign.
fn said(document: &Document, scope: Option<Scope>) -> String {
    let mut said = String::new();
    for sentence in &document.sentences {
        let wanted = scope.is_none_or(|scope| scope == sentence.scope);
        if wanted && !document.is_cell(sentence) {
            said.push_str(&words(document.sentence_text(sentence)));
            said.push('\n');
        }
    }
    said
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn documents() -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder())
        .expect("the folder of formats")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && path.extension().is_none_or(|extension| extension != "json"))
        .collect();
    paths.sort();
    paths
}

fn noted(path: &Path) -> Value {
    let name = format!("{}.json", path.display());
    let text = fs::read_to_string(&name).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn strings<'v>(noted: &'v Value, key: &str) -> Vec<&'v str> {
    noted[key]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Values as the notes write them: digits, letters and points.
fn plain(value: &str) -> String {
    let folded = factlint::language::fold(value);
    folded
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        .collect()
}

#[test]
fn rows_and_keys_are_claims_in_every_format() {
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    let mut report = String::new();
    for path in documents() {
        let (document, _) = read(&path);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let claims = extract(&rules, &document).claims;
        let noted = noted(&path);
        let by_place: Vec<&Value> = noted["claims"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|claim| claim["from"] != "prose")
            .collect();
        let mut missed = Vec::new();
        for claim in &by_place {
            let of = |key: &str| claim[key].as_str().unwrap_or_default();
            let found = claims.iter().any(|found| {
                found.attribute == of("attribute")
                    && plain(&found.subject.name) == plain(of("entity"))
                    && says(&found.value, of("value"))
            });
            if !found {
                missed.push(format!("  {} · {} = {}", of("entity"), of("attribute"), of("value")));
            }
        }
        let _ = writeln!(
            report,
            "{name}: {} of {}",
            by_place.len() - missed.len(),
            by_place.len()
        );
        for line in missed {
            let _ = writeln!(report, "{line}");
        }
    }
    insta::assert_snapshot!(report);
}

/// Whether a value is the one that the notes give.
fn says(value: &factlint::value::Value, noted: &str) -> bool {
    let amount = value.amount().map(|amount| amount.nominal.normalize().to_string());
    let number = noted.split_whitespace().next().unwrap_or_default();
    let same_number = number
        .parse::<rust_decimal::Decimal>()
        .ok()
        .map(|number| number.normalize().to_string());
    (amount.is_some() && amount == same_number) || plain(&value.to_string()) == plain(noted)
}

#[test]
fn every_format_has_a_corpus() {
    for format in Format::ALL {
        let has = documents()
            .iter()
            .filter(|path| {
                let extension = path.extension().and_then(|extension| extension.to_str());
                extension.is_some_and(|extension| format.extensions().contains(&extension))
            })
            .count();
        assert!(has >= 2, "{format:?}: {has} documents");
    }
}

#[test]
fn prose_is_told_from_the_rest_in_every_format() {
    let mut wrong = Vec::new();
    for path in documents() {
        let (document, _) = read(&path);
        let noted = noted(&path);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if noted["language"].as_str() != Some(document.language.to_string().as_str()) {
            wrong.push(format!("{name}: language {}", document.language));
        }
        let date = document.date.map(|(day, _)| day.to_string());
        if noted["date"].as_str() != date.as_deref() {
            wrong.push(format!("{name}: date {date:?}, not {}", noted["date"]));
        }
        let all = squeezed(&said(&document, None));
        for phrase in strings(&noted, "reads") {
            if !all.contains(&squeezed(&words(phrase))) {
                wrong.push(format!("{name}: not read: {phrase}"));
            }
        }
        let lines = said(&document, None);
        for phrase in strings(&noted, "ignores") {
            if lines.contains(&words(phrase)) {
                wrong.push(format!("{name}: read, but no prose: {phrase}"));
            }
        }
        let headings = said(&document, Some(Scope::Heading));
        for phrase in strings(&noted, "headings") {
            if !headings.lines().any(|line| squeezed(line) == squeezed(&words(phrase))) {
                wrong.push(format!("{name}: no heading: {phrase}"));
            }
        }
        let quotations = squeezed(&said(&document, Some(Scope::Quotation)));
        for phrase in strings(&noted, "quotations") {
            if !quotations.contains(&squeezed(&words(phrase))) {
                wrong.push(format!("{name}: no quotation: {phrase}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn broken_documents_are_read_as_far_as_they_go() {
    let folder = folder().join("bad");
    let expected = fs::read_to_string(folder.join("expected.tsv")).expect("expected.tsv");
    let mut wrong = Vec::new();
    for line in expected.lines().filter(|line| !line.trim().is_empty()) {
        let (name, sentence) = line.split_once('\t').expect("two columns");
        let (document, _) = read(&folder.join(name));
        let said = said(&document, None);
        if !squeezed(&said).contains(&squeezed(&words(sentence))) {
            wrong.push(format!("{name}: not read: {sentence}\n{said}"));
        }
        let must_tell = [
            "front-matter-broken.md",
            "front-matter-unclosed.md",
            "template-braces-unbalanced.wiki",
        ];
        if must_tell.contains(&name) && document.skipped.is_empty() {
            wrong.push(format!("{name}: nothing is said of what was skipped"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
