//! What a word may begin: one look for each token of a text, before any grammar is tried.
//!
//! Most words that begin a value are small ones that begin anything else too ("de", "the"). They
//! count only where what follows them, word by word, leads to something that is a value's own: a
//! digit, a month, a unit.

use bitflags::bitflags;
use iso_currency::Currency;

use super::dates::Dates;
use super::hash::{WordMap, WordSet};
use super::phrases::PhraseTable;
use super::tables::{Durations, Hedges, Numbers};
use super::tokens::{TokenKind, Tokens};

bitflags! {
    /// What a word may begin, or be, in an expression of a value.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct WordClass: u32 {
        /// Digits.
        const DIGITS = 1;
        /// A number in words, an article that counts one, a word for nought or minus.
        const NUMBER = 1 << 1;
        /// An ordinal.
        const ORDINAL = 1 << 2;
        /// A hedge before a number.
        const HEDGE = 1 << 3;
        /// The opener of a range.
        const OPENER = 1 << 4;
        /// A currency's sign, code or name before a number.
        const CURRENCY = 1 << 5;
        /// A sign that may begin a number.
        const SIGN = 1 << 6;
        /// The beginning of a span of time that is no number: "toute la", "half a".
        const SPAN = 1 << 7;
        /// A month.
        const MONTH = 1 << 8;
        /// A weekday, short or long.
        const WEEKDAY = 1 << 9;
        /// A season.
        const SEASON = 1 << 10;
        /// A named day.
        const HOLIDAY = 1 << 11;
        /// A unit of the calendar.
        const UNIT = 1 << 12;
        /// A decade's name.
        const DECADE = 1 << 13;
        /// Another word that a form of a date begins with.
        const FORM = 1 << 14;
        /// Letters and digits, or several words joined by hyphens.
        const COMPOUND = 1 << 15;
        /// A word that leads to a value only with what follows it.
        const LEADS = 1 << 16;
        /// A word that is a value's own.
        const OWN = 1 << 17;
        /// A number or a span of time may begin here, without anything before it.
        const BARE = Self::DIGITS.bits() | Self::NUMBER.bits() | Self::CURRENCY.bits() | Self::SIGN.bits()
            | Self::SPAN.bits();
        /// An amount may begin here.
        const AMOUNT = Self::BARE.bits() | Self::HEDGE.bits() | Self::OPENER.bits();
        /// A date may begin here.
        const DATE = Self::DIGITS.bits() | Self::NUMBER.bits() | Self::ORDINAL.bits() | Self::SPAN.bits()
            | Self::MONTH.bits() | Self::WEEKDAY.bits() | Self::SEASON.bits() | Self::HOLIDAY.bits()
            | Self::UNIT.bits() | Self::DECADE.bits() | Self::FORM.bits() | Self::COMPOUND.bits()
            | Self::CURRENCY.bits();
    }
}

/// The words of values, each with what it may begin.
#[derive(Debug)]
pub struct Lexicon {
    classes: WordMap<WordClass>,
    ordinal_suffixes: WordSet,
    fiscal_prefixes: WordSet,
}

/// The tables whose words make up a lexicon.
pub(super) struct Words<'t> {
    pub(super) numbers: &'t Numbers,
    pub(super) hedges: &'t Hedges,
    pub(super) durations: &'t Durations,
    pub(super) dates: &'t Dates,
    pub(super) currencies: &'t PhraseTable<String>,
    pub(super) leading_currencies: &'t PhraseTable<String>,
    pub(super) percent: &'t PhraseTable<()>,
    pub(super) articles: &'t WordSet,
    pub(super) function_words: &'t WordSet,
}

impl Lexicon {
    pub(super) fn new(words: &Words<'_>) -> Self {
        let mut lexicon = Lexicon {
            classes: WordMap::default(),
            ordinal_suffixes: words.numbers.ordinal_suffixes.clone(),
            fiscal_prefixes: words.dates.fiscal_prefixes.clone(),
        };
        lexicon.add_numbers(words);
        lexicon.add_dates(words.dates);
        lexicon
    }

    fn add<'w>(&mut self, words: impl IntoIterator<Item = &'w String>, class: WordClass) {
        for word in words {
            *self.classes.entry(word.clone()).or_insert(WordClass::empty()) |= class;
        }
    }

    /// Phrases: the first word of each is of a class, the last is a value's own where `own`, and
    /// all others lead to it.
    fn add_phrases<T: Clone>(&mut self, phrases: &PhraseTable<T>, class: WordClass, own: bool) {
        for phrase in phrases.phrases() {
            self.add(phrase, WordClass::LEADS);
            self.add(phrase.first(), class);
            if own {
                self.add(phrase.last(), WordClass::OWN);
            }
        }
    }

    fn add_numbers(&mut self, words: &Words<'_>) {
        let (numbers, hedges, durations) = (words.numbers, words.hedges, words.durations);
        let own = WordClass::OWN;
        let number = WordClass::NUMBER;
        self.add(words.articles, WordClass::LEADS);
        // An article that is a number word too leads to what it counts.
        self.add(numbers.words.difference(&numbers.ones), number | own);
        self.add(&numbers.ones, number | WordClass::LEADS);
        self.add(numbers.zeros.iter().chain(&numbers.halves), number | own);
        self.add(numbers.collectives.keys(), number | own);
        self.add(&numbers.negatives, number | WordClass::LEADS);
        self.add(numbers.multipliers.keys(), own);
        self.add(numbers.denominators.keys(), own);
        self.add(numbers.ordinals.keys(), WordClass::ORDINAL | own);
        self.add(durations.units.keys(), own);
        self.add(&numbers.joiners, WordClass::LEADS);
        self.add(&numbers.connectors, WordClass::LEADS);
        self.add(&numbers.points, WordClass::LEADS);
        self.add_phrases(&numbers.fractions, number, false);
        // "a third of", "la moitié": what is not a small word is the share's own.
        let small = |word: &&String| words.articles.contains(*word) || words.function_words.contains(*word);
        let shares: Vec<&String> = numbers
            .fractions
            .phrases()
            .flatten()
            .filter(|word| !small(word))
            .collect();
        self.add(shares, own);
        self.add_phrases(&numbers.ratios, WordClass::empty(), false);
        self.add_phrases(&hedges.before, WordClass::HEDGE, false);
        self.add_phrases(&hedges.range_openers, WordClass::OPENER, false);
        self.add_phrases(words.percent, WordClass::empty(), true);
        self.add_phrases(words.currencies, WordClass::empty(), true);
        self.add_phrases(words.leading_currencies, WordClass::CURRENCY, false);
        self.add_phrases(&durations.vague, WordClass::SPAN, false);
        self.add_phrases(&durations.shares, WordClass::SPAN, false);
        self.add_phrases(&durations.whole, WordClass::SPAN, false);
    }

    fn add_dates(&mut self, dates: &Dates) {
        let own = WordClass::OWN;
        self.add(dates.months.keys(), WordClass::MONTH | own);
        self.add(
            dates.weekdays.keys().chain(dates.short_weekdays.keys()),
            WordClass::WEEKDAY | own,
        );
        self.add(dates.seasons.keys(), WordClass::SEASON | own);
        self.add_phrases(&dates.holidays, WordClass::HOLIDAY, true);
        self.add_phrases(&dates.units, WordClass::UNIT, true);
        self.add_phrases(&dates.decades, WordClass::DECADE, true);
        let (all, ends): (Vec<String>, Vec<String>) = (dates.forms.words(), dates.forms.last_words());
        self.add(&all, WordClass::LEADS);
        self.add(&ends, own);
        let first: Vec<String> = dates.forms.first_words().map(str::to_owned).collect();
        self.add(&first, WordClass::FORM);
    }

    /// What each token may begin.
    pub fn classes(&self, tokens: &Tokens<'_>) -> Vec<WordClass> {
        let mut classes: Vec<WordClass> = (0..tokens.len()).map(|at| self.class(tokens, at)).collect();
        let mut leads = false;
        for class in classes.iter_mut().rev() {
            leads = class.contains(WordClass::OWN) || (leads && class.contains(WordClass::LEADS));
            if !leads {
                *class = WordClass::empty();
            }
        }
        classes
    }

    fn class(&self, tokens: &Tokens<'_>, at: usize) -> WordClass {
        let Some(token) = tokens.get(at) else {
            return WordClass::empty();
        };
        match token.kind {
            TokenKind::Digits => WordClass::DIGITS | WordClass::OWN,
            TokenKind::Sign => sign(tokens, at),
            TokenKind::Word => {
                let word = tokens.folded(at);
                let known = self.classes.get(word).copied();
                let joined = if known.is_none() || word.contains('-') {
                    self.compound(word)
                } else {
                    WordClass::empty()
                };
                known.unwrap_or(WordClass::empty()) | joined | self.coded(tokens, at)
            }
        }
    }

    /// What the spelling says: the code of a currency or a business year, a rank in Roman digits.
    fn coded(&self, tokens: &Tokens<'_>, at: usize) -> WordClass {
        let text = tokens.text(at);
        let first = text.as_bytes()[0];
        if !first.is_ascii_uppercase() {
            return WordClass::empty();
        }
        if matches!(first, b'I' | b'V' | b'X') {
            let digits = text
                .bytes()
                .take_while(|byte| matches!(byte, b'I' | b'V' | b'X'))
                .count();
            if self.ordinal_suffixes.contains(&tokens.folded(at)[digits..]) {
                return WordClass::ORDINAL | WordClass::OWN;
            }
        }
        let short = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        let code = || text.len() == 3 && Currency::from_code(text).is_some();
        let sign = || tokens.text(at + 1) == "$" && tokens.is_glued(at);
        if short && (code() || sign() || self.fiscal_prefixes.contains(tokens.folded(at))) {
            return WordClass::CURRENCY | WordClass::LEADS;
        }
        WordClass::empty()
    }

    /// Words with a hyphen begin what their first part begins; letters with digits may be a date.
    fn compound(&self, word: &str) -> WordClass {
        let Some((first, rest)) = word.split_once('-') else {
            return ends_in_digit(word);
        };
        let first = match self.classes.get(first) {
            Some(class) => *class,
            None => ends_in_digit(first),
        };
        let known = first.intersects(WordClass::AMOUNT | WordClass::DATE) || ends_in_digit(word) != WordClass::empty();
        if known {
            // "vingt-deux" is one number, and no date of several parts.
            let number = first.contains(WordClass::NUMBER) && ends_in_digit(word).is_empty();
            let compound = if number {
                WordClass::empty()
            } else {
                WordClass::COMPOUND
            };
            return first | compound | WordClass::OWN;
        }
        // "a five-year …": a unit behind the hyphen is counted by what stands before.
        self.classes.get(rest).copied().unwrap_or(WordClass::empty()) & WordClass::OWN
    }
}

fn ends_in_digit(word: &str) -> WordClass {
    match word.bytes().next_back() {
        Some(b'0'..=b'9') => WordClass::COMPOUND | WordClass::OWN,
        _ => WordClass::empty(),
    }
}

fn sign(tokens: &Tokens<'_>, at: usize) -> WordClass {
    match tokens.text(at) {
        "$" | "€" | "£" | "¥" | "₹" | "₦" | "₩" | "₺" | "₪" | "₫" | "₽" => {
            WordClass::CURRENCY | WordClass::OWN
        }
        "~" | "≈" | "<" | ">" | "≥" | "≤" => WordClass::HEDGE | WordClass::LEADS,
        "%" => WordClass::OWN,
        "-" | "." | "," if tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Digits) => {
            WordClass::SIGN | WordClass::LEADS
        }
        "-" if at == 0 => WordClass::SIGN | WordClass::LEADS,
        "-" | "–" | "—" | "," | "." | "'" | "/" | "&" | "=" => WordClass::LEADS,
        text if !text.is_ascii() && text.chars().all(char::is_numeric) => WordClass::SIGN | WordClass::OWN,
        _ => WordClass::empty(),
    }
}
