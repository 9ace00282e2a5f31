-- schema_004.sql - store: why two may be one person is told with what each reason weighs.

-- "name1=14.2035 mail2=-1 before=-12.3312" (listen/identity.h): log2 of the odds, term by term; NULL:
-- nothing was compared, or before this was kept.
ALTER TABLE proposal ADD COLUMN terms TEXT;
