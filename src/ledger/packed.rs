//! The bytes in which the store keeps what an article states.
//!
//! Numbers are little-endian base 128 (LEB128), signed ones in zigzag order; a text that was written before
//! is a number that points back at it. Only the engine that wrote a record reads it, so that its form may
//! change with every version; a record that does not fit is no record.

use std::collections::HashMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::claim::{Certainty, Claim, Evidence, Modality, Qualifier, Qualifiers, Subject};
use crate::entity::{EntityKind, Mark, Member, name_key};
use crate::language::{Gender, HedgeWord, TimeUnit};
use crate::source::Span;
use crate::value::{Amount, Bound, Currency, Dimension, Duration, Grain, Hedge, Part, Period, Unit, Value};

/// Something that has a form in bytes.
pub(super) trait Packed: Sized {
    /// Adds its bytes.
    fn put(&self, to: &mut Writer);
    /// Reads it back; none where the bytes do not fit.
    fn take(from: &mut Reader<'_>) -> Option<Self>;
}

/// The bytes of a value.
pub(super) fn pack(value: &impl Packed) -> Vec<u8> {
    let mut to = Writer::default();
    value.put(&mut to);
    to.into_bytes()
}

/// The value that the bytes are, all of them.
pub(super) fn unpack<T: Packed>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader::new(bytes);
    let value = T::take(&mut from)?;
    from.bytes.is_empty().then_some(value)
}

/// Gathers bytes.
#[derive(Default)]
pub(super) struct Writer {
    bytes: Vec<u8>,
    texts: HashMap<String, u64>,
}

/// Takes bytes apart.
pub(super) struct Reader<'b> {
    bytes: &'b [u8],
    texts: Vec<&'b str>,
}

impl Writer {
    /// What was gathered.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Adds a text that is never pointed back at.
    pub(super) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}

impl<'b> Reader<'b> {
    /// Reads from the first byte.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            texts: Vec::new(),
        }
    }

    /// Whether all bytes have been taken.
    pub(super) fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// A text that [`Writer::text`] added.
    pub(super) fn text(&mut self) -> Option<&'b str> {
        let length = usize::take(self)?;
        std::str::from_utf8(self.slice(length)?).ok()
    }

    /// A value that is there or not.
    fn present<T: Packed>(&mut self, is_there: bool) -> Option<Option<T>> {
        match is_there {
            true => T::take(self).map(Some),
            false => Some(None),
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// So many bytes.
    pub(super) fn slice(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }
}

impl Packed for u64 {
    fn put(&self, to: &mut Writer) {
        to.number(*self);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.number()
    }
}

impl Packed for i64 {
    fn put(&self, to: &mut Writer) {
        to.number(((self << 1) ^ (self >> 63)) as u64);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let number = from.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }
}

/// Whole numbers that fit into 64 bits.
macro_rules! whole {
    ($($type:ty as $wide:ty),+ $(,)?) => {$(
        impl Packed for $type {
            fn put(&self, to: &mut Writer) {
                <$wide>::from(*self).put(to);
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                <$wide>::take(from)?.try_into().ok()
            }
        }
    )+};
}

whole!(u8 as u64, u32 as u64, i8 as i64, i32 as i64);

impl Packed for usize {
    fn put(&self, to: &mut Writer) {
        to.number(*self as u64);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        from.number()?.try_into().ok()
    }
}

impl Packed for bool {
    fn put(&self, to: &mut Writer) {
        to.bytes.push(u8::from(*self));
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// A number that points back at a text, counted from 1; or 0, a length and the text.
impl Packed for String {
    fn put(&self, to: &mut Writer) {
        if let Some(number) = to.texts.get(self).copied() {
            return to.number(number);
        }
        to.texts.insert(self.clone(), to.texts.len() as u64 + 1);
        to.number(0);
        to.number(self.len() as u64);
        to.bytes.extend_from_slice(self.as_bytes());
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        match usize::take(from)? {
            0 => {
                let length = usize::take(from)?;
                let text = std::str::from_utf8(from.slice(length)?).ok()?;
                from.texts.push(text);
                Some(text.to_owned())
            }
            number => from.texts.get(number - 1).map(|text| (*text).to_owned()),
        }
    }
}

impl<T: Packed> Packed for Option<T> {
    fn put(&self, to: &mut Writer) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(match bool::take(from)? {
            true => Some(T::take(from)?),
            false => None,
        })
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn put(&self, to: &mut Writer) {
        self.len().put(to);
        for value in self {
            value.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let length = usize::take(from)?;
        // Every value takes a byte at least, or the length is wrong.
        (length <= from.bytes.len()).then_some(())?;
        (0..length).map(|_| T::take(from)).collect()
    }
}

impl<T: Packed, U: Packed> Packed for (T, U) {
    fn put(&self, to: &mut Writer) {
        self.0.put(to);
        self.1.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some((T::take(from)?, U::take(from)?))
    }
}

/// A byte of sign, scale and whether there are high digits; the low digits; the high ones.
impl Packed for Decimal {
    fn put(&self, to: &mut Writer) {
        let digits = self.mantissa().unsigned_abs();
        let (low, high) = ((digits & u128::from(u64::MAX)) as u64, (digits >> 64) as u64);
        // A scale is 28 at most.
        let scale = self.scale() as u8;
        to.bytes
            .push(scale | u8::from(self.is_sign_negative()) << 5 | u8::from(high > 0) << 6);
        low.put(to);
        if high > 0 {
            high.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let head = from.byte()?;
        let low = u128::from(u64::take(from)?);
        let high = match head & 1 << 6 {
            0 => 0,
            _ => u128::from(u64::take(from)?),
        };
        let digits = i128::try_from(high << 64 | low).ok()?;
        let mut value = Decimal::try_from_i128_with_scale(digits, u32::from(head & 0x1F)).ok()?;
        value.set_sign_negative(head & 1 << 5 != 0);
        Some(value)
    }
}

/// Bounds that are the nominal value itself are not written again.
impl Packed for Amount {
    fn put(&self, to: &mut Writer) {
        let Amount {
            nominal,
            low,
            high,
            hedge,
            step,
        } = self;
        let is_exact = *low == Some(*nominal) && *high == Some(*nominal) && *hedge == Hedge::Exact;
        // A scale of 1 and of 2 are told apart.
        let same_form = [low, high]
            .iter()
            .all(|bound| bound.is_some_and(|bound| bound.scale() == nominal.scale()));
        let is_plain = is_exact && same_form;
        is_plain.put(to);
        nominal.put(to);
        step.put(to);
        if !is_plain {
            low.put(to);
            high.put(to);
            hedge.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let is_plain = bool::take(from)?;
        let (nominal, step) = (Decimal::take(from)?, Decimal::take(from)?);
        let (low, high, hedge) = match is_plain {
            true => (Some(nominal), Some(nominal), Hedge::Exact),
            false => (Packed::take(from)?, Packed::take(from)?, Packed::take(from)?),
        };
        Some(Amount {
            nominal,
            low,
            high,
            hedge,
            step,
        })
    }
}

/// Places of a sentence are told from its start.
impl Packed for Evidence {
    fn put(&self, to: &mut Writer) {
        let Evidence {
            sentence,
            subject,
            value,
            index,
            in_heading,
        } = self;
        sentence.start.put(to);
        sentence.len().put(to);
        let from = sentence.start as i64;
        (value.start as i64 - from).put(to);
        value.len().put(to);
        subject
            .map(|subject| (subject.start as i64 - from, subject.len()))
            .put(to);
        index.put(to);
        in_heading.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let start = usize::take(from)?;
        let sentence = Span::new(start, start.checked_add(usize::take(from)?)?);
        let span = |(begins, length): (i64, usize)| {
            let start = usize::try_from(i64::try_from(start).ok()?.checked_add(begins)?).ok()?;
            Some(Span::new(start, start.checked_add(length)?))
        };
        let value = span(Packed::take(from)?)?;
        let subject = match <Option<(i64, usize)> as Packed>::take(from)? {
            Some(place) => Some(span(place)?),
            None => None,
        };
        Some(Evidence {
            sentence,
            subject,
            value,
            index: Packed::take(from)?,
            in_heading: Packed::take(from)?,
        })
    }
}

/// What is so of few claims is told by bits; what most claims lack is not written.
impl Packed for Claim {
    fn put(&self, to: &mut Writer) {
        let Claim {
            subject,
            others,
            houses,
            attribute,
            value,
            qualifiers,
            modality,
            as_of,
            tells_change,
            is_over,
            elsewhen,
            alone,
            never,
            corrects,
            former,
            rejected,
            evidence,
            rule,
            confidence,
        } = self;
        let bits = [
            *tells_change,
            *is_over,
            *elsewhen,
            *alone,
            *never,
            *corrects,
            as_of.is_some(),
            !others.is_empty(),
            !houses.is_empty(),
            !qualifiers.is_empty(),
            !former.is_empty(),
            !rejected.is_empty(),
        ];
        let bits = bits
            .iter()
            .enumerate()
            .fold(0, |all, (at, bit)| all | u64::from(*bit) << at);
        bits.put(to);
        subject.put(to);
        attribute.put(to);
        rule.put(to);
        value.put(to);
        modality.put(to);
        confidence.put(to);
        evidence.put(to);
        if let Some(as_of) = as_of {
            as_of.put(to);
        }
        for names in [others, houses].into_iter().filter(|names| !names.is_empty()) {
            names.put(to);
        }
        if !qualifiers.is_empty() {
            qualifiers.put(to);
        }
        for values in [former, rejected].into_iter().filter(|values| !values.is_empty()) {
            values.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let bits = u64::take(from)?;
        let bit = |at: u32| bits >> at & 1 == 1;
        (bits >> 12 == 0).then_some(())?;
        let (subject, attribute, rule) = (Packed::take(from)?, Packed::take(from)?, Packed::take(from)?);
        let (value, modality, confidence) = (Packed::take(from)?, Packed::take(from)?, Packed::take(from)?);
        Some(Claim {
            subject,
            attribute,
            rule,
            value,
            modality,
            confidence,
            evidence: Packed::take(from)?,
            as_of: from.present(bit(6))?,
            others: from.present(bit(7))?.unwrap_or_default(),
            houses: from.present(bit(8))?.unwrap_or_default(),
            qualifiers: from.present(bit(9))?.unwrap_or_default(),
            former: from.present(bit(10))?.unwrap_or_default(),
            rejected: from.present(bit(11))?.unwrap_or_default(),
            tells_change: bit(0),
            is_over: bit(1),
            elsewhen: bit(2),
            alone: bit(3),
            never: bit(4),
            corrects: bit(5),
        })
    }
}

impl Packed for Date {
    fn put(&self, to: &mut Writer) {
        let day = i64::from(self.year()) * 512 + i64::from(self.month()) * 32 + i64::from(self.day());
        day.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let day = i64::take(from)?;
        let part = |number: i64| i8::try_from(number).ok();
        let year = i16::try_from(day.div_euclid(512)).ok()?;
        Date::new(year, part(day.rem_euclid(512) / 32)?, part(day.rem_euclid(32))?).ok()
    }
}

impl Packed for Currency {
    fn put(&self, to: &mut Writer) {
        self.code().to_owned().put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Currency::from_code(&String::take(from)?)
    }
}

/// A map is its pairs in order.
impl Packed for Qualifiers {
    fn put(&self, to: &mut Writer) {
        self.len().put(to);
        for (qualifier, value) in self {
            qualifier.put(to);
            value.put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Vec::<(Qualifier, String)>::take(from)?.into_iter().collect())
    }
}

/// Structures are their fields in the order given here.
macro_rules! fields {
    ($($name:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Packed for $name {
            fn put(&self, to: &mut Writer) {
                let $name { $($field),+ } = self;
                $($field.put(to);)+
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                $(let $field = Packed::take(from)?;)+
                Some($name { $($field),+ })
            }
        }
    )+};
}

/// Choices without content are their place in the list.
macro_rules! choices {
    ($($name:ident { $($choice:ident),+ $(,)? })+) => {$(
        impl Packed for $name {
            fn put(&self, to: &mut Writer) {
                const ALL: &[$name] = &[$($name::$choice),+];
                // Every choice is in the list, or this does not compile.
                match self { $($name::$choice)|+ => {} }
                let place = ALL.iter().position(|choice| choice == self);
                place.unwrap_or_default().put(to);
            }

            fn take(from: &mut Reader<'_>) -> Option<Self> {
                const ALL: &[$name] = &[$($name::$choice),+];
                ALL.get(usize::take(from)?).copied()
            }
        }
    )+};
}

fields! {
    Subject { name, kind }
    Unit { dimension, name, factor, offset }
    Duration { parts, days }
    Period { start, end, grain, part, year_known, relative, wrong_weekday, bound, early, late }
}

choices! {
    EntityKind { Person, Organization, Place, Work, Unknown }
    Gender { Masculine, Feminine }
    Certainty { Low, Medium, High }
    Modality { Asserted, Hedged, Attributed, Planned, Denied }
    Qualifier { Round, Year, Period, Event, Place, Part, Per, Ordinal, Variant, Organization, Role, Verb }
    Grain { Day, Week, Month, Quarter, Season, Half, Year, Decade, Century, Span }
    Part { Start, Middle, End }
    Bound { Since, Until, After, Before }
    Dimension { Length, Area, Volume, Mass, Power, Energy, Speed, Temperature, Data }
    TimeUnit { Second, Minute, Hour, Day, Week, Fortnight, Month, Quarter, Year, Decade, Century, Millennium }
    HedgeWord { About, Nearly, MoreThan, LessThan, AtLeast, AtMost }
}

impl Packed for Hedge {
    fn put(&self, to: &mut Writer) {
        let word = match self {
            Hedge::Exact => None,
            Hedge::Range => Some(None),
            Hedge::Word(word) => Some(Some(*word)),
        };
        word.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(match Packed::take(from)? {
            None => Hedge::Exact,
            Some(None) => Hedge::Range,
            Some(Some(word)) => Hedge::Word(word),
        })
    }
}

impl Packed for Value {
    fn put(&self, to: &mut Writer) {
        macro_rules! parts {
            ($number:literal $(, $part:ident)+) => {{
                to.number($number);
                $($part.put(to);)+
            }};
        }
        match self {
            Value::Number(amount) => parts!(0, amount),
            Value::Count(amount, words) => parts!(1, amount, words),
            Value::Quantity(amount, unit) => parts!(2, amount, unit),
            Value::Money(amount, currency) => parts!(3, amount, currency),
            Value::Fraction(amount) => parts!(4, amount),
            Value::Percent(amount) => parts!(5, amount),
            Value::Duration(duration) => parts!(6, duration),
            Value::Age(duration) => parts!(7, duration),
            Value::Date(period) => parts!(8, period),
            Value::Ordinal(rank) => parts!(9, rank),
            Value::Role(name) => parts!(10, name),
            Value::Entity(name) => parts!(11, name),
            Value::Place(name) => parts!(12, name),
            Value::Polarity(is_so) => parts!(13, is_so),
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(match from.number()? {
            0 => Value::Number(Packed::take(from)?),
            1 => Value::Count(Packed::take(from)?, Packed::take(from)?),
            2 => Value::Quantity(Packed::take(from)?, Packed::take(from)?),
            3 => Value::Money(Packed::take(from)?, Packed::take(from)?),
            4 => Value::Fraction(Packed::take(from)?),
            5 => Value::Percent(Packed::take(from)?),
            6 => Value::Duration(Packed::take(from)?),
            7 => Value::Age(Packed::take(from)?),
            8 => Value::Date(Packed::take(from)?),
            9 => Value::Ordinal(Packed::take(from)?),
            10 => Value::Role(Packed::take(from)?),
            11 => Value::Entity(Packed::take(from)?),
            12 => Value::Place(Packed::take(from)?),
            13 => Value::Polarity(Packed::take(from)?),
            _ => return None,
        })
    }
}

impl Packed for Mark {
    fn put(&self, to: &mut Writer) {
        matches!(self, Mark::Place(_)).put(to);
        self.key().to_owned().put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let is_place = bool::take(from)?;
        let key = String::take(from)?;
        Some(if is_place {
            Mark::Place(key)
        } else {
            Mark::Organization(key)
        })
    }
}

/// What matters across documents: that it is named, not how often, nor with which articles. Its own key
/// follows from its name.
impl Packed for Member {
    fn put(&self, to: &mut Writer) {
        let Member {
            name,
            keys,
            kind,
            count: _,
            with_article: _,
            gender,
            is_free,
            marks,
        } = self;
        let own = name_key(name);
        let others: Vec<String> = keys.iter().filter(|key| **key != own).cloned().collect();
        let bits = [*is_free, !others.is_empty(), !marks.is_empty()];
        let bits = bits
            .iter()
            .enumerate()
            .fold(0, |all, (at, bit)| all | u64::from(*bit) << at);
        bits.put(to);
        name.put(to);
        kind.put(to);
        gender.put(to);
        if !others.is_empty() {
            others.put(to);
        }
        if !marks.is_empty() {
            marks.iter().cloned().collect::<Vec<_>>().put(to);
        }
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        let bits = u64::take(from)?;
        let name = String::take(from)?;
        let (kind, gender) = (Packed::take(from)?, Packed::take(from)?);
        let mut keys: Vec<String> = from.present(bits & 2 != 0)?.unwrap_or_default();
        keys.push(name_key(&name));
        keys.sort_unstable();
        let marks: Vec<Mark> = from.present(bits & 4 != 0)?.unwrap_or_default();
        Some(Member {
            name,
            keys,
            kind,
            count: 1,
            with_article: false,
            gender,
            is_free: bits & 1 != 0,
            marks: marks.into_iter().collect(),
        })
    }
}
