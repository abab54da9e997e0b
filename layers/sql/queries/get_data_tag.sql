-- Version of the data with what tells databases apart, as answers and pictures name it.
SELECT data_tag() AS tag
