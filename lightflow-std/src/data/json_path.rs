//! All values inside of JSON that a query selects.

use jsonpath_rust::parser::errors::JsonPathError as ParserError;
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use lightflow::prelude::*;
use serde_json::Value;

/// A query that cannot be asked.
#[derive(Debug, thiserror::Error)]
#[error("`{query}` is no query: {source}; write one such as `$.items[?@.price < 10].name`")]
pub struct JsonPathError {
    query: String,
    source: Box<ParserError>,
}

/// All values that a query selects (JSONPath, RFC 9535), in the order of the document. None is an empty list.
///
/// # Errors
/// A query that is none.
///
/// ```
/// use lightflow_std::data::json_path::json_path;
/// use serde_json::json;
///
/// let shop = json!({ "items": [{ "name": "mug", "price": 8 }, { "name": "lamp", "price": 40 }] });
/// assert_eq!(json_path(&shop, "$.items[?@.price < 10].name").unwrap(), ["mug"]);
/// assert_eq!(json_path(&shop, "$..price").unwrap(), [8, 40]);
/// ```
#[node]
pub fn json_path(
    /// Where to look.
    value: &Value,
    /// What to select.
    #[port(len = 1..=4096)]
    query: &str,
) -> Result<Vec<Value>, JsonPathError> {
    let failed = |source| JsonPathError { query: query.to_owned(), source: Box::new(source) };
    let parsed = parse_json_path(query).map_err(failed)?;
    let found = js_path_process(&parsed, value).map_err(failed)?;
    Ok(found.into_iter().map(|found| found.val().clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_standard() {
        let mut store = json!({ "store": {
            "book": [
                { "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
                { "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99 },
                { "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99 },
            ],
            "bicycle": { "color": "red", "price": 399 },
        } });
        // The standard leaves the order of members open.
        store.sort_all_objects();
        for (query, found) in [
            ("$.store.book[*].author", json!(["Nigel Rees", "Herman Melville", "J. R. R. Tolkien"])),
            ("$.store..price", json!([399, 8.95, 8.99, 22.99])),
            ("$..book[-1].title", json!(["The Lord of the Rings"])),
            ("$..book[:2].price", json!([8.95, 8.99])),
            ("$..book[?@.isbn].price", json!([8.99, 22.99])),
            ("$..book[?@.price<10 && match(@.author, 'H.*')].title", json!(["Moby Dick"])),
            ("$.nothing", json!([])),
        ] {
            assert_eq!(Value::from(json_path(&store, query).unwrap()), found, "{query}");
        }
    }

    #[test]
    fn what_is_no_query_is_an_error() {
        let deep = format!("$[?{}1{}]", "(".repeat(2000), ")".repeat(2000));
        for query in ["", "items", "$.", "$[", "$[?@.a ==]", deep.as_str()] {
            assert!(json_path(&json!({}), query).is_err());
        }
        let error = json_path(&json!({}), "items").unwrap_err().to_string();
        assert!(error.starts_with("`items` is no query: "), "{error}");
    }
}
