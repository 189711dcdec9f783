//! What is said to a model, and what it said.

use std::fmt;

use bytes::Bytes;
use lightflow::prelude::*;

use super::{ChatError, ToolCall};

/// Who says something.
#[derive(Port, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChatRole {
    /// Whoever asks.
    User,
    /// The model.
    Assistant,
    /// A tool that the model called.
    Tool,
}

/// One turn of a conversation.
#[derive(Port, Clone, Debug, PartialEq)]
pub struct ChatMessage {
    /// Who says it.
    pub role: ChatRole,
    /// What is said; for a tool, what it gives.
    pub text: String,
    /// Images that belong to it, for models that see.
    pub images: Vec<ChatImage>,
    /// Tools that the model calls here.
    pub tool_calls: Vec<ToolCall>,
    /// Which call a tool answers.
    pub tool_call_id: Option<String>,
}

impl ChatMessage {
    /// What whoever asks says.
    pub fn user(text: impl Into<String>) -> Self {
        Self::new(ChatRole::User, text)
    }

    /// What the model said.
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::new(ChatRole::Assistant, text)
    }

    /// What a tool gives for a call.
    pub fn tool(call: &ToolCall, result: impl Into<String>) -> Self {
        Self { tool_call_id: Some(call.id.clone()), ..Self::new(ChatRole::Tool, result) }
    }

    fn new(role: ChatRole, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), images: Vec::new(), tool_calls: Vec::new(), tool_call_id: None }
    }

    /// With images beside the text.
    #[must_use]
    pub fn with_images(mut self, images: Vec<ChatImage>) -> Self {
        self.images = images;
        self
    }
}

/// A PNG, JPEG, WebP or GIF for a model to see. Cloning one shares its bytes.
#[derive(Port, Clone, PartialEq, Eq)]
pub struct ChatImage {
    /// The file's bytes.
    pub bytes: Bytes,
}

impl ChatImage {
    /// The most bytes of all images of a request together; services take less rather than more.
    pub const MOST: usize = 32 << 20;

    /// The bytes of an image file.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into() }
    }

    /// What the first bytes say it is.
    pub(super) fn media_type(&self) -> Option<&'static str> {
        match &*self.bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some("image/png"),
            [0xFF, 0xD8, 0xFF, ..] => Some("image/jpeg"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
            _ => None,
        }
    }
}

impl fmt::Debug for ChatImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChatImage({} bytes)", self.bytes.len())
    }
}

/// Checks a conversation before anything is sent.
pub(super) fn check(messages: &[ChatMessage]) -> Result<(), ChatError> {
    match messages.last() {
        None => return Err(ChatError::NoMessages),
        Some(last) if last.role == ChatRole::Assistant => return Err(ChatError::NoMessages),
        Some(last)
            if last.role == ChatRole::User && last.text.trim().is_empty() && last.images.is_empty() =>
        {
            return Err(ChatError::NoMessages);
        }
        Some(_) => {}
    }
    let images = || messages.iter().flat_map(|message| &message.images);
    if let Some(index) = images().position(|image| image.media_type().is_none()) {
        return Err(ChatError::Image(index));
    }
    let found = images().map(|image| image.bytes.len()).sum();
    if found > ChatImage::MOST {
        return Err(ChatError::ImagesTooLarge { found, most: ChatImage::MOST });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_written_and_read() {
        let image = ChatImage::new(&b"GIF89a"[..]);
        let message = ChatMessage::user("what is this?").with_images(vec![image]);
        assert_eq!(ChatMessage::from_json(message.to_json().unwrap()).unwrap(), message);
    }

    #[test]
    fn a_conversation_ends_with_something_to_answer() {
        assert!(check(&[ChatMessage::user("hello")]).is_ok());
        for nothing in [vec![], vec![ChatMessage::user(" ")], vec![ChatMessage::assistant("hello")]] {
            assert!(matches!(check(&nothing), Err(ChatError::NoMessages)));
        }
    }

    #[test]
    fn images_are_known_by_their_first_bytes() {
        let of = |bytes: &[u8]| ChatImage::new(bytes.to_vec()).media_type();
        assert_eq!(of(b"\x89PNG\r\n\x1a\n.."), Some("image/png"));
        assert_eq!(of(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(of(b"RIFF....WEBP"), Some("image/webp"));
        assert_eq!(of(b""), None);
        let text = ChatMessage::user("see").with_images(vec![ChatImage::new(&b"<svg>"[..])]);
        assert!(matches!(check(&[text]), Err(ChatError::Image(0))));
    }

    #[test]
    fn too_many_bytes_of_images_are_refused() {
        let mut bytes = vec![0; ChatImage::MOST + 1];
        bytes[..6].copy_from_slice(b"GIF89a");
        let message = ChatMessage::user("see").with_images(vec![ChatImage::new(bytes)]);
        assert!(matches!(check(&[message]), Err(ChatError::ImagesTooLarge { .. })));
    }
}
