//! A page of the index: all keys whose hash falls on it, each with its items and how many documents file
//! each. Every page of an index exists, so that a key that is not on its page is known not to be there.
//!
//! Layout, before compression: for each key in order, its length and bytes, the length of the rest,
//! the number of items, and for each item in order its length, bytes and count. Lengths are LEB128.

use std::collections::BTreeMap;

use super::packed::{Packed, Reader, Writer};
use super::record::BETWEEN;

/// How many documents file each item of each key.
pub(super) type Entries = BTreeMap<String, BTreeMap<String, i64>>;

/// The page on which a key stands, of so many: keys that begin with the same two parts stand together.
pub(super) fn page_of(key: &str, pages: u32) -> u32 {
    let second = key.match_indices(BETWEEN).nth(1).map_or(key.len(), |(at, _)| at);
    let hash = xxhash_rust::xxh3::xxh3_64(&key.as_bytes()[..second]);
    // The remainder is smaller than `pages`.
    u32::try_from(hash % u64::from(pages.max(1))).unwrap_or_default()
}

/// The bytes of a page.
pub(super) fn to_bytes<'e>(entries: impl Iterator<Item = (&'e String, &'e BTreeMap<String, i64>)>) -> Vec<u8> {
    let mut all = Vec::new();
    for (key, items) in entries {
        let mut body = Writer::default();
        items.len().put(&mut body);
        for (item, count) in items {
            body.text(item);
            count.put(&mut body);
        }
        let body = body.into_bytes();
        let mut head = Writer::default();
        head.text(key);
        body.len().put(&mut head);
        all.extend(head.into_bytes());
        all.extend(body);
    }
    all
}

/// All entries of a page; none where the bytes do not fit.
pub(super) fn entries(bytes: &[u8]) -> Option<Entries> {
    let mut entries = Entries::new();
    let mut from = Reader::new(bytes);
    while !from.is_at_end() {
        let key = from.text()?.to_owned();
        let length = usize::take(&mut from)?;
        let mut body = Reader::new(from.slice(length)?);
        entries.insert(key, items(&mut body)?);
    }
    Some(entries)
}

/// The items under one key; empty where the page has none, none where the bytes do not fit.
pub(super) fn find(bytes: &[u8], key: &str) -> Option<BTreeMap<String, i64>> {
    let mut from = Reader::new(bytes);
    while !from.is_at_end() {
        let found = from.text()?;
        let length = usize::take(&mut from)?;
        let body = from.slice(length)?;
        if found == key {
            return items(&mut Reader::new(body));
        }
        if found > key {
            break;
        }
    }
    Some(BTreeMap::new())
}

/// The keys that begin with a text; none where the bytes do not fit.
pub(super) fn keys(bytes: &[u8], begins: &str) -> Option<Vec<String>> {
    let mut keys = Vec::new();
    let mut from = Reader::new(bytes);
    while !from.is_at_end() {
        let key = from.text()?;
        let length = usize::take(&mut from)?;
        from.slice(length)?;
        keys.extend(key.starts_with(begins).then(|| key.to_owned()));
    }
    Some(keys)
}

fn items(from: &mut Reader<'_>) -> Option<BTreeMap<String, i64>> {
    let count = usize::take(from)?;
    let mut items = BTreeMap::new();
    for _ in 0..count {
        let item = from.text()?.to_owned();
        items.insert(item, i64::take(from)?);
    }
    Some(items)
}
