-- schema_002.sql - store: erasing who wrote much must not go through all evidence, and all docs, for
-- each doc of theirs.

CREATE INDEX evidence_by_doc ON evidence (doc) WHERE doc IS NOT NULL;
CREATE INDEX doc_by_copied ON doc (same_as) WHERE same_as IS NOT NULL;
