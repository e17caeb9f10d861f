-- Two tables that stand beside those of any package: why cells are empty, and what codes say.

CREATE TABLE missing_values (
    table_name VARCHAR NOT NULL,
    key VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    label_en VARCHAR,
    label_zh VARCHAR
);

COMMENT ON TABLE missing_values IS 'Why a cell is NULL; a row is such a cell. / 单元格为何为空，一行一个。';
COMMENT ON COLUMN missing_values.table_name IS 'The table. / 表。';
COMMENT ON COLUMN missing_values.key IS 'Key of its row. / 所在行的键。';
COMMENT ON COLUMN missing_values.column_name IS 'The column. / 列。';
COMMENT ON COLUMN missing_values.reason IS 'What stands in the CSV instead of a value. / CSV 中代替取值的标记。';
COMMENT ON COLUMN missing_values.label_en IS 'What that says, in English. / 其含义（英文）。';
COMMENT ON COLUMN missing_values.label_zh IS 'The same in Chinese. / 其含义（中文）。';

CREATE TABLE codes (
    table_name VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    label_en VARCHAR,
    label_zh VARCHAR,
    PRIMARY KEY (table_name, column_name, value)
);

COMMENT ON TABLE codes IS 'The code lists in words; a row is a code. / 代码表的文字说明，一行一个代码。';
COMMENT ON COLUMN codes.table_name IS 'The table. / 表。';
COMMENT ON COLUMN codes.column_name IS 'The column. / 列。';
COMMENT ON COLUMN codes.value IS 'The code. / 代码。';
COMMENT ON COLUMN codes.label_en IS 'What it says, in English. / 含义（英文）。';
COMMENT ON COLUMN codes.label_zh IS 'What it says, in Chinese. / 含义（中文）。';
