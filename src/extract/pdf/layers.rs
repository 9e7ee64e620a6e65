//! Optional content (PDF 32000-1, 8.11): the layers that a viewer does not show at first.

use super::file::{File, as_dict};
use lopdf::{Object, ObjectId};
use rustc_hash::FxHashSet;

/// The layers that are off by the default configuration.
#[derive(Debug, Default)]
pub struct Layers {
    off: FxHashSet<ObjectId>,
}

impl Layers {
    pub fn of(file: &File) -> Self {
        Self { off: Self::off(file).unwrap_or_default() }
    }

    fn off(file: &File) -> Option<FxHashSet<ObjectId>> {
        let catalog = file.dict(&file.document.trailer, b"Root")?;
        let properties = file.dict(catalog, b"OCProperties")?;
        let default = file.dict(properties, b"D")?;
        let ids = |list: Option<&[Object]>| -> FxHashSet<ObjectId> {
            list.unwrap_or(&[]).iter().filter_map(|object| object.as_reference().ok()).collect()
        };
        let mut off = ids(file.array(default, b"OFF"));
        if file.name(default, b"BaseState") == Some(b"OFF") {
            let on = ids(file.array(default, b"ON"));
            off.extend(ids(file.array(properties, b"OCGs")).difference(&on));
        }
        Some(off)
    }

    /// Whether a layer, or every layer of a membership, is off.
    pub fn hides(&self, file: &File, layer: &Object) -> bool {
        if self.off.is_empty() {
            return false;
        }
        if layer.as_reference().is_ok_and(|id| self.off.contains(&id)) {
            return true;
        }
        let Some(dict) = as_dict(file.resolve(layer)) else { return false };
        if let Ok(Object::Reference(id)) = dict.get(b"OCGs") {
            return self.off.contains(id);
        }
        let Some(members) = file.array(dict, b"OCGs") else { return false };
        let mut ids = members.iter().filter_map(|object| object.as_reference().ok()).peekable();
        ids.peek().is_some() && ids.all(|id| self.off.contains(&id))
    }
}
