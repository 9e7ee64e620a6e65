//! The pages of a file in order, with what they inherit (PDF 32000-1, 7.7.3).

use super::file::{File, as_dict, as_number};
use super::matrix::Matrix;
use lopdf::{Dictionary, Object, ObjectId};
use rustc_hash::FxHashSet;

/// A page as found in the tree.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// `None` where the tree names a page that is not in the file.
    pub dict: Option<&'a Dictionary>,
    pub resources: Option<&'a Dictionary>,
    media_box: Option<[f64; 4]>,
    crop_box: Option<[f64; 4]>,
    rotate: i64,
}

/// A page without a box of its own is read as US letter, as viewers do.
const DEFAULT_BOX: [f64; 4] = [0.0, 0.0, 612.0, 792.0];
/// Trees deeper than this are cyclic or hostile.
const MAX_DEPTH: usize = 64;

/// All pages, at most `limit`.
pub fn pages(file: &File, limit: usize) -> Vec<Page<'_>> {
    let empty = Page { dict: None, resources: None, media_box: None, crop_box: None, rotate: 0 };
    let mut walk = Walk { file, limit, seen: FxHashSet::default(), found: Vec::new() };
    let catalog = file.dict(&file.document.trailer, b"Root");
    if let Some(root) = catalog.and_then(|catalog| catalog.get(b"Pages").ok()) {
        walk.node(root, empty, 0);
    }
    if walk.found.iter().all(|page| page.dict.is_none()) {
        walk.found.clear();
        walk.orphans(empty);
    }
    walk.found
}

struct Walk<'a> {
    file: &'a File,
    limit: usize,
    seen: FxHashSet<ObjectId>,
    found: Vec<Page<'a>>,
}

impl<'a> Walk<'a> {
    fn node(&mut self, object: &'a Object, inherited: Page<'a>, depth: usize) {
        if depth > MAX_DEPTH || self.found.len() >= self.limit {
            return;
        }
        if let Object::Reference(id) = object
            && !self.seen.insert(*id)
        {
            return;
        }
        let Some(dict) = as_dict(self.file.resolve(object)) else {
            self.found.push(Page { dict: None, ..inherited });
            return;
        };
        let page = self.with(dict, inherited);
        // Some files lack /Type, so that the presence of /Kids decides.
        match self.file.array(dict, b"Kids") {
            Some(kids) if self.file.name(dict, b"Type") != Some(b"Page") => {
                for kid in kids {
                    self.node(kid, page, depth + 1);
                }
            }
            _ if self.file.name(dict, b"Type") == Some(b"Pages") => {}
            _ => self.found.push(page),
        }
    }

    fn with(&self, dict: &'a Dictionary, inherited: Page<'a>) -> Page<'a> {
        Page {
            dict: Some(dict),
            resources: self.file.dict(dict, b"Resources").or(inherited.resources),
            media_box: self.file.numbers(dict, b"MediaBox").or(inherited.media_box),
            crop_box: self.file.numbers(dict, b"CropBox").or(inherited.crop_box),
            rotate: self.file.integer(dict, b"Rotate").unwrap_or(inherited.rotate),
        }
    }

    /// Where the tree leads nowhere: every object that says it is a page, by object number.
    fn orphans(&mut self, empty: Page<'a>) {
        let file = self.file;
        for object in file.document.objects.values() {
            if self.found.len() >= self.limit {
                return;
            }
            let Some(dict) = as_dict(object).filter(|dict| file.name(dict, b"Type") == Some(b"Page")) else { continue };
            let mut inherited = empty;
            if let Some(parent) = file.dict(dict, b"Parent") {
                inherited = self.with(parent, empty);
            }
            self.found.push(self.with(dict, inherited));
        }
    }
}

/// A page as displayed: its size, and the map from its own space to the top left corner with y downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Display {
    pub width: f64,
    pub height: f64,
    pub matrix: Matrix,
}

impl Page<'_> {
    /// Crop box within the media box, rotation and user unit applied.
    pub fn display(&self, file: &File) -> Display {
        let media = self.media_box.and_then(sound).unwrap_or(DEFAULT_BOX);
        let [left, bottom, right, top] =
            self.crop_box.and_then(sound).and_then(|crop| meet(crop, media)).unwrap_or(media);
        let unit = self
            .dict
            .and_then(|dict| file.number(dict, b"UserUnit"))
            .filter(|unit| (0.01..=1000.0).contains(unit))
            .unwrap_or(1.0);
        let (width, height) = ((right - left) * unit, (top - bottom) * unit);
        let u = unit;
        match self.rotate.rem_euclid(360) {
            90 => {
                Display { width: height, height: width, matrix: Matrix::new([0.0, u, u, 0.0, -bottom * u, -left * u]) }
            }
            180 => Display { width, height, matrix: Matrix::new([-u, 0.0, 0.0, u, right * u, -bottom * u]) },
            270 => {
                Display { width: height, height: width, matrix: Matrix::new([0.0, -u, -u, 0.0, top * u, right * u]) }
            }
            _ => Display { width, height, matrix: Matrix::new([u, 0.0, 0.0, -u, -left * u, top * u]) },
        }
    }
}

/// Corners in order; `None` for a box without area.
fn sound([x0, y0, x1, y1]: [f64; 4]) -> Option<[f64; 4]> {
    let ordered = [x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)];
    let [left, bottom, right, top] = ordered;
    (right - left >= 1.0 && top - bottom >= 1.0 && ordered.iter().all(|value| value.abs() < 1e6)).then_some(ordered)
}

fn meet(a: [f64; 4], b: [f64; 4]) -> Option<[f64; 4]> {
    sound_in_order([a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])])
}

fn sound_in_order(corners: [f64; 4]) -> Option<[f64; 4]> {
    (corners[0] < corners[2] && corners[1] < corners[3]).then(|| sound(corners)).flatten()
}

/// A number of an annotation's or a form's array.
pub fn corners(file: &File, dict: &Dictionary, key: &[u8]) -> Option<[f64; 4]> {
    let array = file.array(dict, key)?;
    let mut corners = [0.0; 4];
    for (slot, item) in corners.iter_mut().zip(array) {
        *slot = as_number(file.resolve(item))?;
    }
    let [x0, y0, x1, y1] = corners;
    (array.len() >= 4).then_some([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)])
}
