//! Text of annotations and form fields (PDF 32000-1, 12.5 and 12.7): as drawn by their appearance, or, where a viewer
//! would draw it, from their value.

use super::content::Interpreter;
use super::file::{File, as_dict, as_number};
use super::font::encoding::Named;
use super::matrix::Matrix;
use super::page_tree::corners;
use lopdf::{Dictionary, Object};

/// Annotations read of one page.
const MAX_ANNOTATIONS: usize = 20_000;
/// Flags of an annotation (12.5.3): neither shown on the screen.
const HIDDEN: i64 = 1 << 1;
const NO_VIEW: i64 = 1 << 5;
/// Parents of a field, at most.
const MAX_PARENTS: usize = 16;

/// Draws the annotations of a page after its content, those but a form's fields marked as extra.
pub fn draw<'a>(file: &'a File, page: &'a Dictionary, interpreter: &mut Interpreter<'a, '_>) {
    interpreter.extra = true;
    for annotation in file.array(page, b"Annots").unwrap_or(&[]).iter().take(MAX_ANNOTATIONS) {
        let Some(dict) = as_dict(file.resolve(annotation)) else { continue };
        let subtype = file.name(dict, b"Subtype").unwrap_or(b"");
        let flags = file.integer(dict, b"F").unwrap_or(0);
        if flags & (HIDDEN | NO_VIEW) != 0 || matches!(subtype, b"Popup" | b"Link") || interpreter.stopped.is_some() {
            continue;
        }
        let Some(rect) = corners(file, dict, b"Rect") else { continue };
        if subtype == b"StrikeOut" {
            strike(file, dict, interpreter);
        }
        // A comment behind an icon is read on a click only: kept, but not as what the page shows.
        interpreter.unshown = subtype == b"Text";
        // What is filled into a form stands on the page like any other text.
        interpreter.extra = subtype != b"Widget";
        if interpreter.unshown {
            if let Some(text) = own_text(file, dict, subtype) {
                interpreter.write(&text, rect);
            }
            continue;
        }
        match appearance(file, dict) {
            Some((entry, matrix)) => interpreter.appearance(entry, placed(file, entry, matrix, rect)),
            None => {
                if let Some(text) = own_text(file, dict, subtype) {
                    interpreter.write(&text, rect);
                }
            }
        }
    }
    (interpreter.extra, interpreter.unshown) = (false, false);
}

/// A text that an annotation strikes out (12.5.6.10) has a rule through each of its lines.
fn strike(file: &File, dict: &Dictionary, interpreter: &mut Interpreter<'_, '_>) {
    let Some(points) = file.array(dict, b"QuadPoints") else { return };
    let numbers: Vec<f64> = points.iter().filter_map(|point| as_number(file.resolve(point))).collect();
    for corners in numbers.chunks_exact(8) {
        let xs = || corners.iter().step_by(2).copied();
        let ys = || corners.iter().skip(1).step_by(2).copied();
        let low = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let high = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
        let middle = f64::midpoint(low(&mut ys()), high(&mut ys()));
        interpreter.rule((low(&mut xs()), middle), (high(&mut xs()), middle));
    }
}

/// The stream of the normal appearance in its present state, with its matrix.
fn appearance<'a>(file: &'a File, dict: &'a Dictionary) -> Option<(&'a Object, Matrix)> {
    let appearances = file.dict(dict, b"AP")?;
    let mut entry = appearances.get(b"N").ok()?;
    if let Object::Dictionary(states) = file.resolve(entry) {
        entry = states.get(file.name(dict, b"AS")?).ok()?;
    }
    let stream = file.resolve(entry).as_stream().ok()?;
    let matrix = file.numbers(&stream.dict, b"Matrix").map_or(Matrix::IDENTITY, Matrix::new);
    Some((entry, matrix))
}

/// The map that brings the appearance's box onto the annotation's rectangle (12.5.5, algorithm 8.1).
fn placed(file: &File, entry: &Object, matrix: Matrix, rect: [f64; 4]) -> Matrix {
    let bbox = as_dict(file.resolve(entry)).and_then(|dict| corners(file, dict, b"BBox"));
    let [x0, y0, x1, y1] = bbox.unwrap_or([0.0, 0.0, rect[2] - rect[0], rect[3] - rect[1]]);
    let turned = matrix.bbox(x0, y0, x1, y1);
    let scale = |from: f32, to: f64| if from > 0.0 { to / f64::from(from) } else { 1.0 };
    let (a, d) = (scale(turned.width(), rect[2] - rect[0]), scale(turned.height(), rect[3] - rect[1]));
    Matrix { a, b: 0.0, c: 0.0, d, e: rect[0] - f64::from(turned.left) * a, f: rect[1] - f64::from(turned.top) * d }
}

/// What an annotation without appearance says: the value of a text or choice field, or a note's own words.
fn own_text(file: &File, dict: &Dictionary, subtype: &[u8]) -> Option<String> {
    let text = match subtype {
        b"Widget" => {
            matches!(file.name(inheriting(file, dict, b"FT")?, b"FT")?, b"Tx" | b"Ch").then_some(())?;
            value(file, file.get(inheriting(file, dict, b"V")?, b"V")?)
        }
        b"FreeText" | b"Text" => value(file, file.get(dict, b"Contents")?),
        _ => None,
    }?;
    (!text.trim().is_empty()).then_some(text)
}

/// The field, or the nearest parent of it, that has a key (12.7.3.1).
fn inheriting<'a>(file: &'a File, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
    let mut field = dict;
    for _ in 0..MAX_PARENTS {
        if field.has(key) {
            return Some(field);
        }
        field = file.dict(field, b"Parent")?;
    }
    None
}

fn value(file: &File, object: &Object) -> Option<String> {
    match object {
        Object::String(bytes, _) => Some(Named::text_string(bytes)),
        Object::Array(items) => {
            let chosen: Vec<String> =
                items.iter().filter_map(|item| file.resolve(item).as_str().ok().map(Named::text_string)).collect();
            Some(chosen.join("\n"))
        }
        Object::Stream(stream) => Some(Named::text_string(&file.decoded(stream).ok()?)),
        _ => None,
    }
}
