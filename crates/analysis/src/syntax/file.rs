//! The model file: a header, then named matrices.
//!
//! ```text
//! "DMSYNTX1"  width layers arc label (u32 each)  count (u32)
//! count times: name length (u8) and bytes, type (u8), rows (u32), columns (u32), data
//! ```
//! All little-endian. Types: 0 = f32; 1 = i8 and 2 = i16, both preceded by one f32 scale a row;
//! 3 = u64. Row scales and integers make the file small and leave nothing to a machine's rounding.
//!
//! The network of hints ([`crate::hints`]) keeps its parameters in the same format; its `arc` and `label`
//! are both the width by which acts and those named are matched.

use super::shape::Shape;

const MAGIC: &[u8; 8] = b"DMSYNTX1";

/// Why a model file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelError {
    /// The file does not start as a model file of this version does.
    NotAModel,
    /// The file ends inside the named part.
    Truncated(String),
    /// The named part is missing, or of the wrong size or type.
    Malformed(String),
}

impl std::fmt::Display for ModelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ModelError::NotAModel => f.write_str("not a syntax model of format DMSYNTX1"),
            ModelError::Truncated(part) => write!(f, "the model file ends inside `{part}`"),
            ModelError::Malformed(part) => {
                write!(f, "`{part}` is missing from the model file or has the wrong size")
            }
        }
    }
}

impl std::error::Error for ModelError {}

/// Data of one matrix.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// Plain numbers.
    F32(Vec<f32>),
    /// Bytes with a scale for each row.
    I8(Vec<f32>, Vec<i8>),
    /// Shorts with a scale for each row.
    I16(Vec<f32>, Vec<i16>),
    /// Keys.
    U64(Vec<u64>),
}

/// One named matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// As `layer0.weight`.
    pub name: String,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Row after row.
    pub data: Data,
}

/// A model file, read.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelFile {
    /// Sizes of the network.
    pub shape: Shape,
    /// Its matrices.
    pub parts: Vec<Part>,
}

impl ModelFile {
    /// Writes the file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let Shape { width, layers, arc, label } = self.shape;
        for number in [width, layers, arc, label, self.parts.len()] {
            out.extend((number as u32).to_le_bytes());
        }
        for part in &self.parts {
            out.push(part.name.len() as u8);
            out.extend(part.name.as_bytes());
            let (kind, scales): (u8, &[f32]) = match &part.data {
                Data::F32(_) => (0, &[]),
                Data::I8(scales, _) => (1, scales),
                Data::I16(scales, _) => (2, scales),
                Data::U64(_) => (3, &[]),
            };
            out.push(kind);
            out.extend((part.rows as u32).to_le_bytes());
            out.extend((part.columns as u32).to_le_bytes());
            out.extend(scales.iter().flat_map(|x| x.to_le_bytes()));
            match &part.data {
                Data::F32(data) => out.extend(data.iter().flat_map(|x| x.to_le_bytes())),
                Data::I8(_, data) => out.extend(data.iter().map(|&x| x as u8)),
                Data::I16(_, data) => out.extend(data.iter().flat_map(|x| x.to_le_bytes())),
                Data::U64(data) => out.extend(data.iter().flat_map(|x| x.to_le_bytes())),
            }
        }
        out
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If the bytes are not a model file of this format, or are cut short.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ModelError::NotAModel)?;
        let mut reader = Reader { rest, part: "header".to_owned() };
        let shape = Shape {
            width: reader.number()?,
            layers: reader.number()?,
            arc: reader.number()?,
            label: reader.number()?,
        };
        let whole = shape.width.is_multiple_of(16)
            && shape.arc.is_multiple_of(8)
            && shape.label.is_multiple_of(8);
        let sane = [shape.width, shape.arc, shape.label].iter().all(|&n| (1..=4096).contains(&n));
        if !whole || !sane || !(1..=16).contains(&shape.layers) {
            return Err(ModelError::Malformed("header".to_owned()));
        }
        let count = reader.number()?;
        let mut parts = Vec::new();
        for _ in 0..count {
            parts.push(reader.part()?);
        }
        Ok(ModelFile { shape, parts })
    }

    /// Takes the part called `name`, of that size.
    ///
    /// # Errors
    /// If there is none.
    pub fn take(&mut self, name: &str, rows: usize, columns: usize) -> Result<Data, ModelError> {
        let wanted =
            |part: &Part| part.name == name && part.rows == rows && part.columns == columns;
        match self.parts.iter().position(wanted) {
            Some(at) => Ok(self.parts.swap_remove(at).data),
            None => Err(ModelError::Malformed(name.to_owned())),
        }
    }
}

impl Data {
    /// The numbers, scaled, `columns` a row; keys become nothing.
    pub fn into_f32(self, columns: usize) -> Vec<f32> {
        match self {
            Data::F32(data) => data,
            Data::I8(scales, data) => {
                let rows = data.chunks_exact(columns).zip(scales);
                rows.flat_map(|(row, scale)| row.iter().map(move |&x| f32::from(x) * scale))
                    .collect()
            }
            Data::I16(scales, data) => {
                let rows = data.chunks_exact(columns).zip(scales);
                rows.flat_map(|(row, scale)| row.iter().map(move |&x| f32::from(x) * scale))
                    .collect()
            }
            Data::U64(_) => Vec::new(),
        }
    }

    /// Rounds `data` to bytes with a scale for each row.
    pub fn to_i8(data: &[f32], columns: usize) -> Self {
        let (scales, rounded) = round(data, columns, 127.0);
        Data::I8(scales, rounded.into_iter().map(|x| x as i8).collect())
    }

    /// Rounds `data` to shorts with a scale for each row.
    pub fn to_i16(data: &[f32], columns: usize) -> Self {
        let (scales, rounded) = round(data, columns, 32_767.0);
        Data::I16(scales, rounded.into_iter().map(|x| x as i16).collect())
    }
}

fn round(data: &[f32], columns: usize, limit: f32) -> (Vec<f32>, Vec<f32>) {
    let mut scales = Vec::new();
    let mut rounded = Vec::with_capacity(data.len());
    for row in data.chunks_exact(columns) {
        let largest = row.iter().fold(0.0_f32, |largest, x| largest.max(x.abs()));
        let scale = if largest > 0.0 { largest / limit } else { 1.0 };
        scales.push(scale);
        rounded.extend(row.iter().map(|x| (x / scale).round().clamp(-limit, limit)));
    }
    (scales, rounded)
}

struct Reader<'a> {
    rest: &'a [u8],
    part: String,
}

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self
            .rest
            .split_at_checked(count)
            .ok_or_else(|| ModelError::Truncated(self.part.clone()))?;
        self.rest = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<usize, ModelError> {
        let mut number = [0; 4];
        number.copy_from_slice(self.bytes(4)?);
        Ok(u32::from_le_bytes(number) as usize)
    }

    fn numbers<const N: usize, T>(
        &mut self,
        count: usize,
        read: impl Fn([u8; N]) -> T,
    ) -> Result<Vec<T>, ModelError> {
        let size = count.checked_mul(N).ok_or_else(|| ModelError::Truncated(self.part.clone()))?;
        let (chunks, _) = self.bytes(size)?.as_chunks::<N>();
        Ok(chunks.iter().map(|&chunk| read(chunk)).collect())
    }

    fn part(&mut self) -> Result<Part, ModelError> {
        let length = self.bytes(1)?[0];
        let name = String::from_utf8_lossy(self.bytes(usize::from(length))?).into_owned();
        self.part.clone_from(&name);
        let kind = self.bytes(1)?[0];
        let rows = self.number()?;
        let columns = self.number()?;
        let count =
            rows.checked_mul(columns).ok_or_else(|| ModelError::Malformed(self.part.clone()))?;
        let data = match kind {
            0 => Data::F32(self.numbers(count, f32::from_le_bytes)?),
            1 => Data::I8(
                self.numbers(rows, f32::from_le_bytes)?,
                self.numbers(count, i8::from_le_bytes)?,
            ),
            2 => Data::I16(
                self.numbers(rows, f32::from_le_bytes)?,
                self.numbers(count, i16::from_le_bytes)?,
            ),
            3 => Data::U64(self.numbers(count, u64::from_le_bytes)?),
            _ => return Err(ModelError::Malformed(name)),
        };
        Ok(Part { name, rows, columns, data })
    }
}
