//! How does a page look? The page of a PDF drawn as readers know it, with places on it marked; the one module that names the
//! renderer.
//!
//! The renderer (hayro) is pure Rust without unsafe code, works offline, and draws what our reader reads text from: no viewer of
//! another language has to be shipped and kept safe. It may fail, or panic, on a file that we could read; then there is no
//! picture, and whoever asked says so.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Pixels across a picture: text of 9 points is read easily on a screen of twice the density.
const WIDTH: f32 = 1240.0;
/// Pixels of a picture at most, so that a page as long as a street costs no more than others.
const MOST_PIXELS: f32 = 4_000_000.0;
/// Points across and down a page that can be drawn: PDF allows 14,400.
const POINTS: std::ops::RangeInclusive<f32> = 10.0..=14_400.0;
/// Points that a mark reaches beyond the words.
const AROUND: f32 = 2.0;
/// Pixels of the line around a mark.
const LINE: usize = 3;
/// What is left of red, green and blue under a mark, in 256ths: yellow, and the words stay black.
const MARKED: [u16; 3] = [255, 242, 150];
/// The line around it.
const EDGE: [u8; 3] = [200, 120, 0];

/// Why there is no picture, in a sentence.
pub type NoPicture = String;

/// The page `number` (from 1) of a PDF as PNG, with places marked: left, top, right, bottom in points from the top left. `passwords` are tried
/// where it asks for one.
///
/// # Errors
/// The file is no PDF that the renderer can draw, or has no such page.
pub fn of_page(pdf: Vec<u8>, passwords: &[&str], number: u32, places: &[[f32; 4]]) -> Result<Vec<u8>, NoPicture> {
    alone(|| Ok(draw(&open(pdf, passwords)?, number, places)?.png))
}

/// Work of the renderer: where it panics there is no picture, and nothing else comes of it.
fn alone<T>(work: impl FnOnce() -> Result<T, NoPicture>) -> Result<T, NoPicture> {
    let done = catch_unwind(AssertUnwindSafe(work));
    done.unwrap_or_else(|_| Err("the page holds something that the renderer cannot draw".to_owned()))
}

/// A page that was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct PagePicture {
    /// Its number, from 1.
    pub page: u32,
    /// The picture, as PNG.
    pub png: Vec<u8>,
    /// Width and height of the page in points: places on it are told in them.
    pub size: [f32; 2],
}

/// Several pages of a PDF, unmarked; the file is opened once. Pages that cannot be drawn are left out.
///
/// # Errors
/// The file is no PDF that the renderer can open.
pub fn of_pages(pdf: Vec<u8>, passwords: &[&str], numbers: &[u32]) -> Result<Vec<PagePicture>, NoPicture> {
    let pdf = alone(|| open(pdf, passwords))?;
    Ok(numbers.iter().filter_map(|number| alone(|| draw(&pdf, *number, &[])).ok()).collect())
}

fn open(pdf: Vec<u8>, passwords: &[&str]) -> Result<Pdf, NoPicture> {
    let bytes = Arc::new(pdf);
    let mut opened = Pdf::new(Arc::clone(&bytes));
    for password in passwords {
        if opened.is_err() {
            opened = Pdf::new_with_password(Arc::clone(&bytes), password);
        }
    }
    opened.map_err(|error| format!("the renderer cannot read the file ({error:?})"))
}

fn draw(pdf: &Pdf, number: u32, places: &[[f32; 4]]) -> Result<PagePicture, NoPicture> {
    let at = usize::try_from(number).unwrap_or(0).checked_sub(1);
    let page = at.and_then(|at| pdf.pages().get(at)).ok_or_else(|| format!("the file has no page {number}"))?;
    let (width, height) = page.render_dimensions();
    if !POINTS.contains(&width) || !POINTS.contains(&height) {
        return Err(format!("the page is {width} by {height} points large, which cannot be drawn"));
    }
    let scale = (WIDTH / width).min((MOST_PIXELS / (width * height)).sqrt());
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let mut picture =
        render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    for place in places {
        mark(&mut picture, place.map(|points| points * scale), AROUND * scale);
    }
    let png = picture.into_png().map_err(|error| format!("the picture cannot be packed ({error})"))?;
    Ok(PagePicture { page: number, png, size: [width, height] })
}

/// Colours a rectangle as a marker pen does, and draws a line around it.
fn mark(picture: &mut Pixmap, [left, top, right, bottom]: [f32; 4], around: f32) {
    let (width, height) = (usize::from(picture.width()), usize::from(picture.height()));
    let (left, right) = (pixel(left - around, width), pixel(right + around, width));
    let (top, bottom) = (pixel(top - around, height), pixel(bottom + around, height));
    let bytes = picture.data_as_u8_slice_mut();
    for (y, row) in bytes.chunks_exact_mut(width * 4).enumerate().take(bottom).skip(top) {
        for (x, colour) in row.chunks_exact_mut(4).enumerate().take(right).skip(left) {
            let is_edge = x < left + LINE || x + LINE >= right || y < top + LINE || y + LINE >= bottom;
            for (channel, (kept, edge)) in colour.iter_mut().zip(MARKED.iter().zip(EDGE)) {
                *channel =
                    if is_edge { edge } else { u8::try_from(u16::from(*channel) * kept / 255).unwrap_or(u8::MAX) };
            }
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before; `as` saturates")]
fn pixel(at: f32, most: usize) -> usize {
    (at.max(0.0) as usize).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of 200 by 100 points with nothing on it.
    fn blank() -> Vec<u8> {
        let objects = [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>",
        ];
        let mut pdf = String::from("%PDF-1.4\n");
        let mut places = Vec::new();
        for (nth, object) in objects.iter().enumerate() {
            places.push(pdf.len());
            pdf.push_str(&format!("{} 0 obj{object}endobj\n", nth + 1));
        }
        let start = pdf.len();
        pdf.push_str("xref\n0 4\n0000000000 65535 f \n");
        places.iter().for_each(|place| pdf.push_str(&format!("{place:010} 00000 n \n")));
        pdf.push_str(&format!("trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
        pdf.into_bytes()
    }

    fn pixels(png: &[u8]) -> Pixmap {
        Pixmap::from_png(std::io::Cursor::new(png)).unwrap()
    }

    #[test]
    fn the_place_is_marked_and_nothing_else() {
        let picture = pixels(&of_page(blank(), &[], 1, &[[50.0, 20.0, 150.0, 40.0]]).unwrap());
        assert_eq!((picture.width(), picture.height()), (1240, 620));
        let colour = |x: f32, y: f32| {
            let pixel = picture.sample((x * 6.2) as u16, (y * 6.2) as u16);
            [pixel.r, pixel.g, pixel.b]
        };
        assert_eq!(colour(100.0, 30.0), [255, 242, 150], "in the middle of the place");
        assert_eq!(colour(100.0, 60.0), [255, 255, 255], "below it");
        assert_eq!(colour(100.0, 18.2), EDGE, "on its edge");
    }

    #[test]
    fn several_pages_are_drawn_with_their_size() {
        let drawn = of_pages(blank(), &[], &[1, 2]).unwrap();
        let drawn: Vec<_> = drawn.iter().map(|drawn| (drawn.page, drawn.size)).collect();
        assert_eq!(drawn, [(1, [200.0, 100.0])], "there is no second page");
        assert!(of_pages(b"no PDF".to_vec(), &[], &[1]).is_err());
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        assert!(of_page(b"no PDF".to_vec(), &[], 1, &[]).unwrap_err().contains("cannot read"));
        assert!(of_page(blank(), &[], 2, &[]).unwrap_err().contains("no page 2"));
        assert!(of_page(blank(), &[], 0, &[]).unwrap_err().contains("no page 0"));
    }
}
