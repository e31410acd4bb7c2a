using System.Text;

namespace Rockdove.Mime;

/// <summary>Comments of structured fields (RFC 5322 section 3.2.2), which may be nested.</summary>
internal static class HeaderComments
{
    /// <summary>The value without them; what stands in quotes or in angle brackets is no comment.</summary>
    public static string Remove(string value)
    {
        if (!value.Contains('('))
            return value;
        var rest = new StringBuilder(value.Length);
        var depth = 0;
        var closer = '\0';
        for (var i = 0; i < value.Length; i++)
        {
            var character = value[i];
            if (depth > 0)
            {
                if (character == '\\')
                    i++;
                else
                    depth += character == '(' ? 1 : character == ')' ? -1 : 0;
                continue;
            }

            if (closer != '\0')
            {
                closer = character == closer ? '\0' : closer;
            }
            else if (character == '(')
            {
                depth = 1;
                continue;
            }
            else
            {
                closer = character switch { '"' => '"', '<' => '>', _ => '\0' };
            }

            rest.Append(character);
            if (character == '\\' && closer == '"' && i + 1 < value.Length)
                rest.Append(value[++i]);
        }

        return rest.ToString();
    }
}
