//! A PDF in, its text out in paragraphs.
//!
//! The library interprets the pages and names every glyph with its place; what is joined to lines,
//! columns and paragraphs is decided here (`layout`). Pictures of text are not read.

mod layout;

use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt,
    font::{Glyph, GlyphRun},
    hayro_cmap::BfString,
    hayro_syntax::Pdf,
    interpret_page,
    kurbo::{Affine, BezPath, Point, Rect},
};
use model::{DocumentKind, RawDocument};

use crate::{
    Error, ErrorKind,
    stream::{Flow, Sink},
};

/// Pages that are read of one file.
const N_PAGES_MAX: usize = 2000;

/// Glyphs that are kept of one file.
const N_GLYPHS_MAX: usize = 5_000_000;

/// One letter, or several where a glyph is a ligature, in points from the page's corner.
#[derive(Clone, Debug)]
struct Letter {
    text: String,
    x: f64,
    y: f64,
    /// Where the next letter would stand.
    end: f64,
    /// Height of the type.
    size: f64,
}

pub(crate) fn document(bytes: Vec<u8>, base: RawDocument, sink: &mut Sink<'_>) -> Flow {
    let origin = base.origin.clone();
    let told = |kind, message: String| Error::new(&origin, 0, kind, message);
    let pdf = match Pdf::new(bytes) {
        Ok(pdf) => pdf,
        Err(e) => {
            let message = match e {
                hayro_interpret::hayro_syntax::LoadPdfError::Decryption(_) => {
                    "the PDF is locked by a password"
                }
                hayro_interpret::hayro_syntax::LoadPdfError::Invalid => "the PDF is broken",
            };
            return sink.tell(told(ErrorKind::Malformed, message.to_owned()));
        }
    };
    let pages = letters(&pdf);
    let text = layout::text(&pages);
    if text.trim().is_empty() {
        let message = format!("no text on its {} pages: pictures of pages?", pages.len());
        return sink.tell(told(ErrorKind::Empty, message));
    }
    let metadata = pdf.metadata();
    let words = |bytes: &Option<Box<[u8]>>| {
        bytes.as_deref().map(string).map(|s| s.trim().to_owned()).filter(|s| !s.is_empty())
    };
    let title = words(&metadata.title).filter(|t| !is_file_name(t) && text.contains(t.as_str()));
    sink.document(RawDocument {
        kind: DocumentKind::Text,
        headline: base.headline.or(title),
        bytes: text.into_bytes(),
        charset: Some("utf-8".to_owned()),
        ..base
    })
}

/// `Microsoft Word - draft3.docx` is no headline.
fn is_file_name(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower.starts_with("microsoft ")
        || lower.starts_with("untitled")
        || [".doc", ".docx", ".pdf", ".indd", ".qxd", ".tex", ".rtf"]
            .iter()
            .any(|e| lower.ends_with(e))
}

/// A string of a PDF: UTF-16 with a mark of order, UTF-8, or Latin letters.
fn string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0,
        _ if std::str::from_utf8(bytes).is_ok() => String::from_utf8_lossy(bytes),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
    .into_owned()
}

/// The letters of each page, in the order they are drawn.
fn letters(pdf: &Pdf) -> Vec<Vec<Letter>> {
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    let mut n_left = N_GLYPHS_MAX;
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(N_PAGES_MAX) {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, bounds, &cache, pdf.xref(), settings.clone());
        let mut reader = Reader { letters: Vec::new(), n_left, bounds };
        interpret_page(page, &mut context, &mut reader);
        n_left = reader.n_left;
        pages.push(reader.letters);
    }
    pages
}

struct Reader {
    letters: Vec<Letter>,
    n_left: usize,
    bounds: Rect,
}

impl Reader {
    fn add(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => return,
        };
        let advance = match glyph {
            Glyph::Outline(g) => g.advance_width(),
            Glyph::Type3(g) => g.advance_width(),
        };
        let start = place * Point::ZERO;
        let end = place * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
        let top = place * Point::new(0.0, 1000.0);
        let size = (top - start).hypot();
        // Type that runs up the margin, and type off the page, is not of the text.
        let upright = (end.y - start.y).abs() <= 0.3 * (end.x - start.x).abs() + 0.01;
        if !upright || !self.bounds.inflate(5.0, 5.0).contains(start) || size > 1000.0 {
            return;
        }
        self.letters.push(Letter { text, x: start.x, y: start.y, end: end.x, size });
    }
}

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.n_left == 0 {
                return;
            }
            self.n_left -= 1;
            self.add(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
