//! The objects of a file, looked up and decoded.

use crate::extract::Limits;
use lopdf::{Dictionary, Document, Object, Stream};
use std::borrow::Cow;

/// References that lead to references, at most.
const MAX_REFERENCES: usize = 32;

/// Bytes that nothing at all may take when it is compressed: the frames of a few filters.
const MOST_OF_NOTHING: usize = 32;

/// An opened file.
pub struct File {
    pub document: Document,
    stream_limit: usize,
    /// Stands in for a font dictionary where text is written that the file does not draw.
    pub empty: Dictionary,
}

impl File {
    /// The objects of an opened document.
    pub fn new(document: Document, limits: &Limits) -> Self {
        Self { document, stream_limit: limits.stream_bytes, empty: Dictionary::new() }
    }

    /// Follows references; a missing object is null, as the standard has it.
    pub fn resolve<'a>(&'a self, mut object: &'a Object) -> &'a Object {
        for _ in 0..MAX_REFERENCES {
            let Object::Reference(id) = object else { return object };
            match self.document.objects.get(id) {
                Some(found) => object = found,
                None => return &Object::Null,
            }
        }
        &Object::Null
    }

    /// The resolved value of a key.
    pub fn get<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let object = self.resolve(dict.get(key).ok()?);
        (!object.is_null()).then_some(object)
    }

    pub fn dict<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a Dictionary> {
        as_dict(self.get(dict, key)?)
    }

    pub fn array<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    pub fn name<'a>(&'a self, dict: &'a Dictionary, key: &[u8]) -> Option<&'a [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    pub fn number(&self, dict: &Dictionary, key: &[u8]) -> Option<f64> {
        as_number(self.get(dict, key)?)
    }

    pub fn integer(&self, dict: &Dictionary, key: &[u8]) -> Option<i64> {
        self.number(dict, key).map(|value| value as i64)
    }

    /// `N` numbers of an array; more are left out, fewer are no answer.
    pub fn numbers<const N: usize>(&self, dict: &Dictionary, key: &[u8]) -> Option<[f64; N]> {
        let array = self.array(dict, key)?;
        let mut numbers = [0.0; N];
        for (index, slot) in numbers.iter_mut().enumerate() {
            *slot = as_number(self.resolve(array.get(index)?))?;
        }
        Some(numbers)
    }

    /// The decoded bytes of a stream.
    ///
    /// # Errors
    /// A filter that is no text (images), data that is damaged from the start, or a size beyond the limit: a sentence.
    pub fn decoded<'a>(&self, stream: &'a Stream) -> Result<Cow<'a, [u8]>, String> {
        if stream.dict.get(b"Filter").is_err() && stream.dict.get(b"F").is_err() {
            return Ok(Cow::Borrowed(&stream.content));
        }
        // An empty array of filters is none.
        if self.array(&stream.dict, b"Filter").is_some_and(<[Object]>::is_empty) {
            return Ok(Cow::Borrowed(&stream.content));
        }
        let decoded = match self.plain_filters(&stream.dict) {
            None => stream.decompressed_content_with_limit(self.stream_limit),
            Some((filters, parameters)) => {
                let mut copy = Stream::new(Dictionary::new(), stream.content.clone());
                copy.dict.set("Filter", filters);
                copy.dict.set("DecodeParms", parameters);
                copy.decompressed_content_with_limit(self.stream_limit)
            }
        };
        match decoded {
            Ok(data) if data.is_empty() && stream.content.len() > MOST_OF_NOTHING => {
                Err("its compressed data is damaged from the start".to_owned())
            }
            Ok(data) => Ok(Cow::Owned(data)),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Filters and parameters with references and abbreviations resolved, if there are any.
    fn plain_filters(&self, dict: &Dictionary) -> Option<(Object, Object)> {
        let direct = |object: &Object| match object {
            Object::Name(name) => full_filter_name(name) == name.as_slice(),
            Object::Array(items) => {
                items.iter().all(|item| item.as_name().is_ok_and(|name| full_filter_name(name) == name))
            }
            _ => false,
        };
        let parameters = dict.get(b"DecodeParms").or_else(|_| dict.get(b"DP"));
        let plain_parameters = match parameters {
            Ok(Object::Dictionary(inner)) => inner.iter().all(|(_, value)| value.as_reference().is_err()),
            Ok(Object::Array(items)) => items.iter().all(|item| {
                item.is_null()
                    || item.as_dict().is_ok_and(|inner| inner.iter().all(|(_, value)| value.as_reference().is_err()))
            }),
            Ok(Object::Reference(_)) => false,
            _ => true,
        };
        if dict.get(b"Filter").is_ok_and(direct) && plain_parameters {
            return None;
        }
        let filter = self.get(dict, b"Filter").or_else(|| self.get(dict, b"F"))?;
        let list = filter.as_array().map_or_else(|_| std::slice::from_ref(filter), Vec::as_slice);
        let names = list
            .iter()
            .filter_map(|item| Some(Object::Name(full_filter_name(self.resolve(item).as_name().ok()?).to_vec())))
            .collect();
        let parameters = parameters.map_or(&Object::Null, |object| self.resolve(object));
        let parameters = match parameters {
            Object::Array(items) => Object::Array(items.iter().map(|item| self.flat(self.resolve(item))).collect()),
            other => self.flat(other),
        };
        Some((Object::Array(names), parameters))
    }

    /// A dictionary with its references resolved one step; anything else as it is.
    fn flat(&self, object: &Object) -> Object {
        match object {
            Object::Dictionary(dict) => {
                Object::Dictionary(dict.iter().map(|(key, value)| (key.clone(), self.resolve(value).clone())).collect())
            }
            other => other.clone(),
        }
    }
}

/// A dictionary, or the dictionary of a stream.
pub fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub fn as_number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(value) => Some(*value as f64),
        Object::Real(value) => Some(f64::from(*value)),
        _ => None,
    }
}

/// The full name of a filter that may be abbreviated as in inline images (PDF 32000-1, table 94).
fn full_filter_name(name: &[u8]) -> &[u8] {
    match name {
        b"Fl" => b"FlateDecode",
        b"LZW" => b"LZWDecode",
        b"A85" => b"ASCII85Decode",
        b"AHx" => b"ASCIIHexDecode",
        b"RL" => b"RunLengthDecode",
        _ => name,
    }
}
