//! Bytes in, fewer bytes out, and back.
//!
//! A blob is one byte that tells its version, then zstd. Short texts have little of their own to
//! repeat, so when a store holds a thousand documents it learns what they have in common (a zstd
//! dictionary for each kind of blob) and keeps that in the file; later blobs lean on it.

use std::cell::RefCell;

use rusqlite::{Connection, OptionalExtension, params};
use zstd::bulk::{Compressor, Decompressor};

/// Without and with a dictionary.
const PLAIN: u8 = 1;
const LEARNT: u8 = 2;
const LEVEL: i32 = 3;
/// Documents that dictionaries are learnt from.
pub(crate) const N_LEARN: i64 = 1000;
/// Bytes of a dictionary.
const N_DICTIONARY: usize = 112 << 10;
/// No blob unpacks to more: a damaged length must not ask for all memory.
const N_UNPACKED_MAX: usize = 1 << 30;

/// What a blob holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text = 0,
    Events = 1,
    Reports = 2,
}

const KINDS: [Kind; 3] = [Kind::Text, Kind::Events, Kind::Reports];

/// Why bytes are not what they should be; one sentence without a full stop.
pub(crate) type Wrong = String;

/// Packs and unpacks, with the dictionaries of one file.
#[derive(Default)]
pub(crate) struct Packer {
    slots: RefCell<[Slot; 3]>,
}

#[derive(Default)]
struct Slot {
    looked: bool,
    dictionary: Option<Vec<u8>>,
    compressor: Option<Compressor<'static>>,
    learnt: Option<Decompressor<'static>>,
    plain: Option<Decompressor<'static>>,
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Packer")
    }
}

impl Packer {
    /// Packs bytes, with the file's dictionary where there is one.
    pub(crate) fn pack(
        &self,
        c: &Connection,
        kind: Kind,
        bytes: &[u8],
    ) -> rusqlite::Result<Vec<u8>> {
        let slots = &mut *self.slots.borrow_mut();
        let slot = &mut slots[kind as usize];
        slot.look(c, kind)?;
        if slot.compressor.is_none() {
            slot.compressor = match &slot.dictionary {
                Some(d) => Compressor::with_dictionary(LEVEL, d).ok(),
                None => Compressor::new(LEVEL).ok(),
            };
        }
        let mut out = vec![if slot.dictionary.is_some() { LEARNT } else { PLAIN }];
        // Compression into memory fails only for lack of memory.
        let packed = slot.compressor.as_mut().and_then(|p| p.compress(bytes).ok());
        out.extend(packed.unwrap_or_default());
        Ok(out)
    }

    /// The bytes that were packed.
    pub(crate) fn unpack(
        &self,
        c: &Connection,
        kind: Kind,
        bytes: &[u8],
    ) -> rusqlite::Result<Result<Vec<u8>, Wrong>> {
        let Some((&version, rest)) = bytes.split_first() else {
            return Ok(Err("an empty blob".to_owned()));
        };
        let slots = &mut *self.slots.borrow_mut();
        let slot = &mut slots[kind as usize];
        let unpacker = match version {
            PLAIN => &mut slot.plain,
            LEARNT => {
                if slot.learnt.is_none() {
                    slot.looked = false;
                    slot.look(c, kind)?;
                }
                &mut slot.learnt
            }
            _ => return Ok(Err(format!("a blob of version {version}"))),
        };
        if unpacker.is_none() {
            *unpacker = match (version, &slot.dictionary) {
                (PLAIN, _) => Decompressor::new().ok(),
                (_, Some(d)) => Decompressor::with_dictionary(d).ok(),
                (_, None) => return Ok(Err("a blob whose dictionary is gone".to_owned())),
            };
        }
        let length = zstd::zstd_safe::get_frame_content_size(rest).ok().flatten();
        let length = length.map_or(N_UNPACKED_MAX, |n| n as usize);
        if length > N_UNPACKED_MAX {
            return Ok(Err("a blob of an impossible length".to_owned()));
        }
        Ok(match unpacker {
            Some(u) => {
                u.decompress(rest, length).map_err(|e| format!("bytes that are no zstd: {e}"))
            }
            None => Err("no memory to unpack".to_owned()),
        })
    }

    /// Forgets what a rolled back transaction may have taught.
    pub(crate) fn forget(&self) {
        *self.slots.borrow_mut() = Default::default();
    }

    /// Learns from the first documents, once there are enough of them.
    pub(crate) fn learn(&self, c: &Connection) -> rusqlite::Result<()> {
        for kind in KINDS {
            let sql = match kind {
                Kind::Text => "SELECT text FROM text WHERE document <= ?1 ORDER BY document",
                Kind::Events => "SELECT events FROM coding WHERE document <= ?1 ORDER BY document",
                Kind::Reports => "SELECT body FROM tale WHERE document <= ?1 ORDER BY document",
            };
            let mut samples = Vec::new();
            let mut statement = c.prepare(sql)?;
            let mut rows = statement.query([N_LEARN])?;
            while let Some(row) = rows.next()? {
                let blob: Vec<u8> = row.get(0)?;
                samples.extend(self.unpack(c, kind, &blob)?.ok());
            }
            // Texts that have too little in common teach nothing; that is no fault.
            if let Ok(dictionary) = zstd::dict::from_samples(&samples, N_DICTIONARY) {
                c.execute(
                    "INSERT OR REPLACE INTO dictionary VALUES (?1, ?2)",
                    params![kind as i64, dictionary],
                )?;
            }
        }
        self.forget();
        Ok(())
    }
}

impl Slot {
    fn look(&mut self, c: &Connection, kind: Kind) -> rusqlite::Result<()> {
        if self.looked {
            return Ok(());
        }
        self.dictionary = c
            .prepare_cached("SELECT bytes FROM dictionary WHERE kind = ?1")?
            .query_row([kind as i64], |r| r.get(0))
            .optional()?;
        self.compressor = None;
        self.looked = true;
        Ok(())
    }
}
