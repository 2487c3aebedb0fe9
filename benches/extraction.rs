//! How fast articles are read: whole extraction, and values alone, in MB/s.
//!
//! Three yardsticks run over the same bytes: the number scan of `text2num`, which reads number words
//! only, `pulldown-cmark` alone, beside what parsing a document costs, and one multi-pattern scan for every
//! trigger of the built-in rules, which is about the least that any extraction can do.

#[path = "corpus/news.rs"]
mod news;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Duration;

use aho_corasick::{AhoCorasick, MatchKind};
use criterion::{Criterion, Throughput};
use pulldown_cmark::{Options, Parser};
use text2num::{Token, find_numbers};

use factlint::document::{Parsed, Settings, parse};
use factlint::entity::KnownNames;
use factlint::extract::{extract, subjects};
use factlint::language::{Language, Tokens};
use factlint::rule::{Examples, RuleFile, RuleSet, builtin_files};
use factlint::source::{RepoPath, SourceId, Sources};
use factlint::value;

/// About one megabyte.
const ARTICLES: usize = 330;

/// An article, ready to be read again and again.
struct Input {
    source: SourceId,
    path: RepoPath,
    text: String,
    language: Language,
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .measurement_time(Duration::from_secs(12))
        .configure_from_args();
    compare(&mut criterion);
    criterion.final_summary();
}

fn compare(criterion: &mut Criterion) {
    let inputs = inputs();
    let bytes: usize = inputs.iter().map(|input| input.text.len()).sum();
    let (rules, _) = RuleSet::load(&[], Examples::Skip, &BTreeMap::new(), &[]);
    let mut group = criterion.benchmark_group("news, 1 MB");
    group.throughput(Throughput::BytesDecimal(bytes as u64));
    group.bench_function("parse and extract, all built-in rules", |bencher| {
        bencher.iter(|| inputs.iter().map(|input| claims(&rules, input)).sum::<usize>());
    });
    let again: Vec<(String, String)> = builtin_files()
        .iter()
        .map(|(id, text)| {
            let other = format!("{id}-again");
            let text = text.replacen(&format!("id = \"{id}\""), &format!("id = \"{other}\""), 1);
            (other, text)
        })
        .collect();
    let files: Vec<RuleFile<'_>> = again
        .iter()
        .map(|(id, text)| RuleFile {
            id,
            source: SourceId::BUILT_IN,
            text,
        })
        .collect();
    let (twice, _) = RuleSet::load(&files, Examples::Skip, &BTreeMap::new(), &[]);
    group.bench_function("parse and extract, twice the rules", |bencher| {
        bencher.iter(|| inputs.iter().map(|input| claims(&twice, input)).sum::<usize>());
    });
    group.bench_function("parse only", |bencher| {
        bencher.iter(|| inputs.iter().map(sentences).sum::<usize>());
    });
    group.bench_function("values only", |bencher| {
        bencher.iter(|| inputs.iter().map(values).sum::<usize>());
    });
    group.bench_function("parse, and whom each value is said of", |bencher| {
        let known = KnownNames::default();
        bencher.iter(|| inputs.iter().map(|input| said(&known, input)).sum::<usize>());
    });
    let (french, english) = (text2num::Language::french(), text2num::Language::english());
    group.bench_function("yardstick: text2num, number words only", |bencher| {
        bencher.iter(|| {
            inputs
                .iter()
                .map(|input| {
                    number_words(
                        input,
                        if input.language == Language::French {
                            &french
                        } else {
                            &english
                        },
                    )
                })
                .sum::<usize>()
        });
    });
    group.bench_function("yardstick: pulldown-cmark, Markdown events only", |bencher| {
        bencher.iter(|| {
            inputs
                .iter()
                .map(|input| Parser::new_ext(&input.text, Options::all()).count())
                .sum::<usize>()
        });
    });
    if let Some(scan) = trigger_scan() {
        group.bench_function("yardstick: one multi-pattern scan", |bencher| {
            bencher.iter(|| {
                inputs
                    .iter()
                    .map(|input| scan.find_iter(&input.text).count())
                    .sum::<usize>()
            });
        });
    }
    group.finish();
}

fn inputs() -> Vec<Input> {
    let mut sources = Sources::new();
    (0..ARTICLES)
        .map(|number| {
            let article = news::article(number);
            let path = RepoPath::new(article.path);
            Input {
                source: sources.add(path.clone(), article.text.as_str()),
                path,
                text: article.text,
                language: if number % 2 == 0 {
                    Language::French
                } else {
                    Language::English
                },
            }
        })
        .collect()
}

fn claims(rules: &RuleSet, input: &Input) -> usize {
    match parse(input.source, &input.path, &input.text, &Settings::default()) {
        Parsed::Article(document) => extract(rules, black_box(&document)).claims.len(),
        Parsed::OtherLanguage(_) => 0,
    }
}

fn said(known: &KnownNames, input: &Input) -> usize {
    match parse(input.source, &input.path, &input.text, &Settings::default()) {
        Parsed::Article(document) => subjects(known, black_box(&document)).len(),
        Parsed::OtherLanguage(_) => 0,
    }
}

fn sentences(input: &Input) -> usize {
    match parse(input.source, &input.path, &input.text, &Settings::default()) {
        Parsed::Article(document) => document.sentences.len(),
        Parsed::OtherLanguage(_) => 0,
    }
}

/// Line by line, as nothing but sentences is ever given to the reader of values.
fn values(input: &Input) -> usize {
    input
        .text
        .lines()
        .map(|line| value::read(&Tokens::new(line), input.language, None).len())
        .sum()
}

fn number_words(input: &Input, language: &text2num::Language) -> usize {
    input
        .text
        .lines()
        .map(|line| {
            find_numbers(
                line.split([' ', ',', '.', '\''])
                    .filter(|word| !word.is_empty())
                    .map(Word),
                language,
                0.0,
            )
            .len()
        })
        .sum()
}

/// A word as `text2num` wants it.
struct Word<'t>(&'t str);

impl Token for Word<'_> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.0)
    }

    fn text_lowercase(&self) -> Cow<'_, str> {
        if self.0.chars().any(char::is_uppercase) {
            Cow::Owned(self.0.to_lowercase())
        } else {
            Cow::Borrowed(self.0)
        }
    }
}

/// Every trigger of every built-in rule as it is written, and every digit.
fn trigger_scan() -> Option<AhoCorasick> {
    let mut words: Vec<String> = (0..10).map(|digit| digit.to_string()).collect();
    for (_, text) in builtin_files() {
        let table: toml::Table = text.parse().ok()?;
        let triggers = table.get("triggers").and_then(toml::Value::as_table);
        words.extend(
            triggers
                .into_iter()
                .flat_map(toml::Table::values)
                .filter_map(toml::Value::as_array)
                .flatten()
                .filter_map(toml::Value::as_str)
                .map(str::to_owned),
        );
    }
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .ascii_case_insensitive(true)
        .build(&words)
        .ok()
}
