"""café \ud800 start"""
