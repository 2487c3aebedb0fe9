//! Builds an index from many documents in bounded memory: what is filed is sorted in parts that are set
//! aside on disk, and merged page by page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

use super::page;
use super::record::{Number, Record, Totals, filed, version};
use super::store::{Store, StoreError};

/// So many bytes of keys and items are held before they are set aside.
const HELD: usize = 128 << 20;

/// What a key or an item costs in memory besides its bytes.
const BESIDES: usize = 80;

/// So many documents share a page, about.
const SHARING: u32 = 4;

/// Gathers what is filed about documents.
#[derive(Debug)]
pub struct Builder {
    pages: u32,
    held: HashMap<String, BTreeMap<String, i64>>,
    bytes: usize,
    parts: Vec<File>,
    folder: PathBuf,
    totals: Totals,
}

impl Builder {
    /// For about so many documents; parts are set aside in that folder.
    pub fn new(documents: usize, folder: &Path) -> Self {
        let documents = u32::try_from(documents).unwrap_or(u32::MAX);
        Self {
            pages: (documents / SHARING).max(16),
            held: HashMap::new(),
            bytes: 0,
            parts: Vec::new(),
            folder: folder.to_owned(),
            totals: Totals::default(),
        }
    }

    /// Files a document.
    ///
    /// # Errors
    ///
    /// Where what is held cannot be set aside.
    pub fn add(
        &mut self,
        number: Number,
        record: &Record,
        filings: Vec<(String, String)>,
        establishes: bool,
    ) -> Result<(), StoreError> {
        for (key, item) in filings {
            self.hold(key, item);
        }
        self.remember(number, record)?;
        self.totals = self.totals.plus(Totals::of(record, establishes), 1);
        Ok(())
    }

    /// Files a version that may not stand, so that it need not be read again.
    ///
    /// # Errors
    ///
    /// Where what is held cannot be set aside.
    pub fn remember(&mut self, number: Number, record: &Record) -> Result<(), StoreError> {
        let (key, item) = version(number, record);
        self.hold(key, item);
        match self.bytes > HELD {
            true => self.set_aside().map_err(|error| self.refused(&error)),
            false => Ok(()),
        }
    }

    fn hold(&mut self, key: String, item: String) {
        let mut added = 0;
        let items = self.held.entry(key).or_insert_with_key(|key| {
            added += key.len() + BESIDES;
            BTreeMap::new()
        });
        *items.entry(item).or_insert_with_key(|item| {
            added += item.len() + BESIDES;
            0
        }) += 1;
        self.bytes += added;
    }

    /// Puts what was gathered into the place of a store's index.
    ///
    /// # Errors
    ///
    /// Where the store or the parts fail.
    pub fn finish(mut self, store: &mut Store, tree: &str) -> Result<(), StoreError> {
        let count = self.pages;
        let totals = self.totals;
        let folder = self.folder.clone();
        let refused = |error: io::Error| StoreError::Refused(format!("{}: {error}", folder.display()));
        let mut parts: Vec<Part> = Vec::new();
        for mut file in std::mem::take(&mut self.parts) {
            file.rewind().map_err(refused)?;
            parts.push(Part::Aside(Box::new(Decoder::new(file).map_err(refused)?)));
        }
        parts.push(Part::Held(self.sorted().into_iter()));
        let mut merged = Merged::new(parts).map_err(refused)?;
        let mut next = 0;
        let mut pages = || {
            if next == count {
                return Ok(None);
            }
            let entries = merged.page(next).map_err(refused)?;
            next += 1;
            Ok(Some((next - 1, page::to_bytes(entries.iter()))))
        };
        store.replace(count, &mut pages, tree, totals)
    }

    fn refused(&self, error: &io::Error) -> StoreError {
        StoreError::Refused(format!("{}: {error}", self.folder.display()))
    }

    fn sorted(&mut self) -> Vec<Filed> {
        let pages = self.pages;
        let held = std::mem::take(&mut self.held).into_iter();
        let mut sorted: Vec<Filed> = held
            .map(|(key, items)| Filed {
                page: page::page_of(&key, pages),
                key,
                items,
            })
            .collect();
        sorted.sort_unstable_by(|one, other| (one.page, &one.key).cmp(&(other.page, &other.key)));
        self.bytes = 0;
        sorted
    }

    fn set_aside(&mut self) -> io::Result<()> {
        // What is read again soon is worth little effort.
        let mut to = BufWriter::new(Encoder::new(tempfile::tempfile_in(&self.folder)?, 1)?);
        for filed in self.sorted() {
            filed.write(&mut to)?;
        }
        let file = to.into_inner().map_err(|error| error.into_error())?.finish()?;
        self.parts.push(file);
        Ok(())
    }
}

/// What is filed about a document that stands, computed beside other work.
pub fn filings(number: Number, record: &Record, collection: Option<&str>) -> Vec<(String, String)> {
    filed(number, record, collection)
}

/// A key of a page, with its items.
#[derive(Debug, PartialEq, Eq)]
struct Filed {
    page: u32,
    key: String,
    items: BTreeMap<String, i64>,
}

impl Filed {
    fn write(&self, to: &mut impl Write) -> io::Result<()> {
        let bytes = page::to_bytes(std::iter::once((&self.key, &self.items)));
        to.write_all(&self.page.to_le_bytes())?;
        to.write_all(&u32::try_from(bytes.len()).map_err(io::Error::other)?.to_le_bytes())?;
        to.write_all(&bytes)
    }

    /// The next one; none at the end.
    fn read(from: &mut impl Read) -> io::Result<Option<Self>> {
        let mut number = [0; 4];
        let mut length = [0; 4];
        match from.read_exact(&mut number) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        from.read_exact(&mut length)?;
        let mut bytes = vec![0; usize::try_from(u32::from_le_bytes(length)).map_err(io::Error::other)?];
        from.read_exact(&mut bytes)?;
        let entry = page::entries(&bytes).and_then(|mut entries| entries.pop_first());
        let (key, items) = entry.ok_or_else(|| io::Error::other("a part that was set aside is damaged"))?;
        let page = u32::from_le_bytes(number);
        Ok(Some(Self { page, key, items }))
    }
}

enum Part {
    Aside(Box<Decoder<'static, BufReader<File>>>),
    Held(std::vec::IntoIter<Filed>),
}

impl Part {
    fn next(&mut self) -> io::Result<Option<Filed>> {
        match self {
            Part::Aside(from) => Filed::read(from),
            Part::Held(filed) => Ok(filed.next()),
        }
    }
}

/// Sorted parts as one.
struct Merged {
    parts: Vec<Part>,
    heads: Vec<Option<Filed>>,
    order: BinaryHeap<Reverse<(u32, String, usize)>>,
}

impl Merged {
    fn new(parts: Vec<Part>) -> io::Result<Self> {
        let count = parts.len();
        let mut merged = Self {
            parts,
            heads: (0..count).map(|_| None).collect(),
            order: BinaryHeap::new(),
        };
        for at in 0..count {
            merged.advance(at)?;
        }
        Ok(merged)
    }

    fn advance(&mut self, at: usize) -> io::Result<()> {
        let next = self.parts[at].next()?;
        if let Some(filed) = &next {
            self.order.push(Reverse((filed.page, filed.key.clone(), at)));
        }
        self.heads[at] = next;
        Ok(())
    }

    /// All entries of a page; pages are asked for in order.
    fn page(&mut self, number: u32) -> io::Result<page::Entries> {
        let mut entries = page::Entries::new();
        while let Some(Reverse((page, _, at))) = self.order.peek() {
            let (page, at) = (*page, *at);
            if page != number {
                break;
            }
            self.order.pop();
            if let Some(filed) = self.heads[at].take() {
                let known = entries.entry(filed.key).or_default();
                for (item, count) in filed.items {
                    *known.entry(item).or_default() += count;
                }
            }
            self.advance(at)?;
        }
        Ok(entries)
    }
}
