//! Tables of cases about whom a text speaks of (`tests/entities`): the subject of each value, and
//! which names of several documents are one.
//!
//! Snapshots list every row that is answered otherwise than a careful reader would, with the
//! figures at their head, so that no change passes unseen.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use factlint::claim::Certainty;
use factlint::document::{Document, Parsed, Settings, parse};
use factlint::entity::{Directory, DocumentId, EntityId, KnownNames, name_key};
use factlint::extract::{Extraction, SaidOf, extract, subjects};
use factlint::language::Language;
use factlint::rule::{Examples, RuleSet};
use factlint::source::{RepoPath, Sources, Span};
use serde_json::Value as Json;

use crate::support::Repo;

fn table(name: &str) -> Vec<Json> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/entities").join(name);
    let text = fs::read_to_string(path).expect("the table is there");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a row is JSON"))
        .collect()
}

fn document(text: &str, language: Option<Language>) -> Box<Document> {
    let path = RepoPath::new("article.md");
    let source = Sources::new().add(path.clone(), text);
    let settings = Settings {
        language,
        ..Settings::default()
    };
    match parse(source, &path, text, &settings) {
        Parsed::Article(document) => document,
        Parsed::OtherLanguage(code) => panic!("read as {code}: {text}"),
    }
}

/// The bytes of the nth occurrence of a row's value.
fn place(text: &str, value: &Json) -> Span {
    let words = value["text"].as_str().expect("a value has a text");
    let nth = value["nth"].as_u64().unwrap_or(1);
    let nth = usize::try_from(nth).expect("a small number");
    let (start, _) = text
        .match_indices(words)
        .nth(nth - 1)
        .expect("the text holds the value");
    Span::new(start, start + words.len())
}

/// Whom the value at a place is said of; what is only supposed counts as not told.
fn told(said: &[SaidOf], place: Span) -> Option<&str> {
    let overlap = |one: &SaidOf| {
        one.span
            .end
            .min(place.end)
            .saturating_sub(one.span.start.max(place.start))
    };
    let best = said
        .iter()
        .max_by_key(|one| overlap(one))
        .filter(|one| overlap(one) > 0)?;
    let (subject, certainty) = best.subject.as_ref()?;
    (*certainty > Certainty::Low).then_some(subject.name.as_str())
}

/// Whether two names are one but for an article or a common noun at the head of one.
fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (name_key(one), name_key(other));
    one == other || (one.len() > 3 && other.len() > 3 && (one.ends_with(&other) || other.ends_with(&one)))
}

#[derive(Default)]
struct Figures {
    asked: usize,
    told: usize,
    right: usize,
}

fn report_subjects(language: Language) -> String {
    let mut figures = Figures::default();
    let mut topics: BTreeMap<String, Figures> = BTreeMap::new();
    let mut lines = String::new();
    for row in table(&format!("subjects.{language}.jsonl")) {
        let text = row["text"].as_str().expect("a row has a text");
        let said = subjects(&KnownNames::default(), &document(text, Some(language)));
        let topic = topics
            .entry(row["topic"].as_str().expect("a row has a topic").to_owned())
            .or_default();
        for value in row["values"].as_array().expect("a row has values") {
            let wanted = value["subject"].as_str();
            let got = told(&said, place(text, value));
            let right = match (wanted, got) {
                (Some(wanted), Some(got)) => is_same_name(wanted, got),
                _ => false,
            };
            for figures in [&mut figures, &mut *topic] {
                figures.asked += usize::from(wanted.is_some());
                figures.told += usize::from(got.is_some());
                figures.right += usize::from(right);
            }
            if !right && (wanted.is_some() || got.is_some()) {
                let word = if got.is_some() { "wrong" } else { "missed" };
                let id = row["id"].as_str().unwrap_or_default();
                let wanted = wanted.unwrap_or("nobody");
                let got = got.unwrap_or("nobody");
                let value = value["text"].as_str().unwrap_or_default();
                let _ = writeln!(lines, "{word} {id} « {value} »: {wanted}, told: {got}");
            }
        }
    }
    let head = |figures: &Figures| {
        format!(
            "{} of {} found, {} wrong",
            figures.right,
            figures.asked,
            figures.told - figures.right
        )
    };
    let mut report = format!("all: {}\n", head(&figures));
    for (topic, figures) in &topics {
        let _ = writeln!(report, "{topic}: {}", head(figures));
    }
    report + "\n" + &lines
}

#[test]
fn french_values_are_said_of_whom_a_reader_would_say() {
    insta::assert_snapshot!(report_subjects(Language::French));
}

#[test]
fn english_values_are_said_of_whom_a_reader_would_say() {
    insta::assert_snapshot!(report_subjects(Language::English));
}

/// The entity that a name of a document stands for in all documents.
fn entity_of(directory: &Directory, number: usize, text: &str, extraction: &Extraction, name: &str) -> EntityId {
    // A row has a name as it stands, with its article, title or possessive.
    let start = text.find(name).expect("the document holds the name");
    let place = Span::new(start, start + name.len());
    let overlap = |span: Span| span.end.min(place.end).saturating_sub(span.start.max(place.start));
    let found = extraction
        .named
        .iter()
        .filter(|named| overlap(named.span) > 0)
        .max_by_key(|named| overlap(named.span));
    let name = found.map_or(name, |named| extraction.members[named.member].name.as_str());
    directory.resolve(Some(DocumentId(number)), name)
}

/// What each document of a row holds, and their directory.
fn directory_of(rules: &RuleSet, texts: &[&str]) -> (Vec<Extraction>, Directory<'static>) {
    let read: Vec<Extraction> = texts.iter().map(|text| extract(rules, &document(text, None))).collect();
    let directory = Directory::build(&[], read.iter().map(|extraction| extraction.members.as_slice()));
    (read, directory)
}

#[test]
fn names_of_several_documents_are_one_where_an_editor_says_so() {
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    let (mut lines, mut together, mut apart) = (String::new(), (0, 0), (0, 0));
    for row in table("identity.jsonl") {
        let texts: Vec<&str> = row["documents"]
            .as_array()
            .expect("a row has documents")
            .iter()
            .filter_map(Json::as_str)
            .collect();
        let same = row["same"].as_bool().expect("a row has its answer");
        let name = |at: usize| {
            let pair = &row["names"][at];
            let number = usize::try_from(pair[1].as_u64().expect("a document")).expect("a small number");
            (pair[0].as_str().expect("a name"), number)
        };
        let (read, directory) = directory_of(&rules, &texts);
        let entity = |at: usize| {
            let (name, document) = name(at);
            entity_of(&directory, document, texts[document], &read[document], name)
        };
        let got = entity(0) == entity(1);
        let figures = if same { &mut together } else { &mut apart };
        figures.1 += 1;
        figures.0 += usize::from(got == same);
        if got != same {
            let word = if same { "apart" } else { "joined" };
            let _ = writeln!(
                lines,
                "{word} {} {}: {} / {}",
                row["id"].as_str().unwrap_or_default(),
                row["topic"].as_str().unwrap_or_default(),
                name(0).0,
                name(1).0
            );
        }
        // The order of the documents decides nothing.
        let turned: Vec<&str> = texts.iter().rev().copied().collect();
        let (read, directory) = directory_of(&rules, &turned);
        let entity = |at: usize| {
            let (name, document) = name(at);
            let document = texts.len() - 1 - document;
            entity_of(&directory, document, turned[document], &read[document], name)
        };
        assert_eq!(
            entity(0) == entity(1),
            got,
            "{}: the order of documents decides",
            row["id"]
        );
    }
    let report = format!(
        "one entity: {} of {} joined\ntwo entities: {} of {} kept apart\n\n{lines}",
        together.0, together.1, apart.0, apart.1
    );
    insta::assert_snapshot!(report);
}

fn newsroom() -> Repo {
    let repo = Repo::holding(&[
        (
            "articles/2026-01-08-tarnholm.md",
            "# Tarnholm Robotics\n\nTarnholm Robotics, a maker of arms, was founded by Odile Le Brun in 2014. Mrs Le Brun chairs it.\n",
        ),
        (
            "articles/2026-01-20-tarnholm.md",
            "# More arms\n\nOn Monday Tarnholm hired 40 people. LeBrun was glad, and so was Wren Aviaton.\n",
        ),
        (
            "articles/2026-02-01-wren.md",
            "# Wren Aviation\n\nThe carrier Wren Aviation has 12 planes.\n",
        ),
    ]);
    repo.commit("2026-02-02");
    repo
}

#[test]
fn entities_are_listed_with_their_names_and_places() {
    let repo = newsroom();
    insta::assert_snapshot!(repo.factlint(&["entities", "list"]).ended(0).stdout);
}

#[test]
fn entities_are_listed_for_machines_and_by_name() {
    let repo = newsroom();
    let listed = repo.factlint(&["entities", "list", "--format", "jsonl", "--name", "lebrun"]);
    insta::assert_snapshot!(listed.ended(0).stdout);
}

#[test]
fn what_looks_alike_or_was_joined_is_proposed_as_toml() {
    let repo = newsroom();
    let proposed = repo.factlint(&["entities", "suggest"]).ended(0).stdout;
    insta::assert_snapshot!(proposed);
    // What is proposed can be pasted, and then is proposed no more.
    repo.write("entities/found.toml", &proposed);
    let again = repo.factlint(&["entities", "suggest"]).ended(0).stdout;
    assert!(!again.contains("Wren Aviaton"), "{again}");
}

#[test]
fn mistakes_in_files_of_entities_are_told_all_at_once() {
    let repo = newsroom();
    repo.write(
        "entities/firms.toml",
        "[[entity]]\nname = \"Wren\"\nkind = \"orgnization\"\n\n[[entity]]\nname = \"Lark\"\naliases = [\"Wren\"]\ncolour = \"green\"\n",
    );
    // A file that speaks of something else is somebody else's.
    repo.write("entities/birds.toml", "[wren]\nweight = 9\n");
    let run = repo.factlint(&["check", "--format", "concise"]).ended(2);
    insta::assert_snapshot!(run.stdout);
}
